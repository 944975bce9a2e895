import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import css from './Studio.module.css';

interface Props {
  thing: string;
  busy: boolean;
  onTheirs: () => void;
  onMine: () => void;
  onClose: () => void;
}

/** Somebody else saved the same since it was read: one of the two must be chosen. */
export const ConflictDialog = ({ thing, busy, onTheirs, onMine, onClose }: Props) => (
  <Dialog title={`Somebody else changed ${thing}`} onClose={onClose}>
    <p>It was saved by another editor while you were writing. Nothing of yours is saved yet.</p>
    <div className={css.buttons}>
      <Button look="primary" disabled={busy} onClick={onTheirs}>Load their version</Button>
      <Button look="danger" busy={busy} onClick={onMine}>Save mine over it</Button>
    </div>
    <p className={css.muted}>Loading theirs drops what you wrote here. Closing this keeps both as they are, for you to copy from.</p>
  </Dialog>
);
