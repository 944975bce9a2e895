import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import css from './Field.module.css';

interface Common {
  label: string;
  error?: string | undefined;
  hint?: string;
}

interface Wiring {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
  className: string | undefined;
}

/** Label, control, hint and error, tied together for readers. */
function Frame({ label, error, hint, children }: Common & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': note ? `${id}-note` : undefined, className: css.control })}
      {note && (
        <p id={`${id}-note`} className={error ? css.error : css.hint} role={error ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  );
}

export const TextField = ({ label, error, hint, ...rest }: Common & InputHTMLAttributes<HTMLInputElement>) => (
  <Frame label={label} error={error} {...(hint ? { hint } : {})}>{(wiring) => <input type="text" {...rest} {...wiring} />}</Frame>
);

export const TextArea = ({ label, error, hint, ...rest }: Common & TextareaHTMLAttributes<HTMLTextAreaElement>) => (
  <Frame label={label} error={error} {...(hint ? { hint } : {})}>{(wiring) => <textarea rows={4} {...rest} {...wiring} />}</Frame>
);

export const SelectField = ({ label, error, hint, children, ...rest }: Common & SelectHTMLAttributes<HTMLSelectElement>) => (
  <Frame label={label} error={error} {...(hint ? { hint } : {})}>{(wiring) => <select {...rest} {...wiring}>{children}</select>}</Frame>
);
