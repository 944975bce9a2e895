import css from './ProgressBar.module.css';

/** A measured progress; alone it is drawing only, with a label it is read too. */
export const ProgressBar = ({ percent, label, inline = false }: { percent: number; label?: string; inline?: boolean }) => (
  <span
    className={inline ? `${css.bar} ${css.inline}` : css.bar}
    {...(label ? { role: 'progressbar', 'aria-label': label, 'aria-valuenow': Math.round(percent), 'aria-valuemin': 0, 'aria-valuemax': 100 } : { 'aria-hidden': true })}
  >
    <span style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
  </span>
);
