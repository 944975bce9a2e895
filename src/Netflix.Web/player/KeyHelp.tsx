import { Dialog } from '../ui/Dialog';
import css from './Player.module.css';

const keys: [string[], string][] = [
  [['Space', 'K'], 'Play or pause'],
  [['←', 'J'], 'Back 10 seconds'],
  [['→', 'L'], 'Forward 10 seconds'],
  [['0–9'], 'To that tenth of the film'],
  [['↑', '↓'], 'Volume'],
  [['M'], 'Sound off or on'],
  [['F'], 'Full screen'],
  [['N'], 'Next episode'],
  [['I'], 'Statistics'],
  [['?'], 'This list'],
  [['Esc'], 'Close, then leave the film'],
];

export const KeyHelp = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Keyboard" onClose={onClose}>
    <dl className={css.keys}>
      {keys.map(([names, meaning]) => (
        <div key={meaning}>
          <dt>{names.map((name) => <kbd key={name}>{name}</kbd>)}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
