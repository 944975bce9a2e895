import { useId, type InputHTMLAttributes } from 'react';
import css from './CheckField.module.css';

/** A box to tick, with what it means under its name. */
export function CheckField({ label, hint, ...rest }: { label: string; hint?: string } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className={css.check}>
      <input {...rest} id={id} type="checkbox" aria-describedby={hint ? `${id}-note` : undefined} />
      <label htmlFor={id}>{label}</label>
      {hint && <p id={`${id}-note`}>{hint}</p>}
    </div>
  );
}
