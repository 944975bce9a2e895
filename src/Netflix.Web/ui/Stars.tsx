import { Icon } from './Icon';
import css from './Stars.module.css';

const five = [1, 2, 3, 4, 5];
const words = ['', 'Bad', 'Poor', 'Fair', 'Good', 'Great'];

/** Stars to give: five radio buttons, so that arrow keys and readers know what to do. */
export const StarInput = ({ name, label, value, disabled = false, onChange }: {
  name: string;
  label: string;
  value: number | null;
  disabled?: boolean;
  onChange: (stars: number) => void;
}) => (
  <fieldset className={css.input} disabled={disabled}>
    <legend>{label}</legend>
    {five.map((stars) => (
      <label key={stars} className={stars <= (value ?? 0) ? css.lit : undefined} title={words[stars]}>
        <input
          className="visually-hidden" type="radio" name={name} value={stars} checked={value === stars} onChange={() => onChange(stars)}
          aria-label={`${stars} ${stars === 1 ? 'star' : 'stars'}, ${words[stars]!.toLowerCase()}`}
        />
        <Icon name="star" size="1.7em" />
      </label>
    ))}
  </fieldset>
);

/** Stars that were given. */
export const Stars = ({ value }: { value: number }) => (
  <span className={css.given} role="img" aria-label={`${value} of 5 stars`}>
    {five.map((stars) => (
      <span key={stars} className={stars <= Math.round(value) ? css.lit : undefined}>
        <Icon name="star" size="1em" />
      </span>
    ))}
  </span>
);
