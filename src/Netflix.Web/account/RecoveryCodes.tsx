import { Button } from '../ui/Button';
import { saveFile } from '../ui/saveFile';
import { Notice } from '../ui/Status';
import css from './Account.module.css';

/** Shown once: the server keeps no copy that could be shown again. */
export const RecoveryCodes = ({ codes, onDone }: { codes: string[]; onDone: () => void }) => (
  <div className={css.recovery}>
    <Notice good>Two-step sign-in is on.</Notice>
    <p>Keep these recovery codes in a safe place. Each opens the account once, for the day your phone is gone. They are not shown again.</p>
    <ul className={css.codes} aria-label="Recovery codes">
      {codes.map((code) => <li key={code}><code>{code}</code></li>)}
    </ul>
    <div className={css.actions}>
      <Button icon="download" onClick={() => saveFile(new Blob([codes.join('\n') + '\n'], { type: 'text/plain' }), 'marquee-recovery-codes.txt')}>Save as a file</Button>
      <Button look="primary" onClick={onDone}>I have kept them</Button>
    </div>
  </div>
);
