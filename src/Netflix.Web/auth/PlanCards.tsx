import type { Plan } from '../api/accounts';
import css from './Auth.module.css';

export const plans: { plan: Plan; name: string; picture: string; streams: string }[] = [
  { plan: 'basic', name: 'Basic', picture: 'Good picture, 480p', streams: '1 screen at a time' },
  { plan: 'standard', name: 'Standard', picture: 'Full HD, 1080p', streams: '2 screens at a time' },
  { plan: 'premium', name: 'Premium', picture: 'Ultra HD, 4K', streams: '4 screens at a time' },
];

export const PlanCards = ({ value, onChange }: { value: Plan; onChange: (plan: Plan) => void }) => (
  <fieldset className={css.plans}>
    <legend>Plan</legend>
    {plans.map(({ plan, name, picture, streams }) => (
      <label key={plan} className={css.plan}>
        <input className="visually-hidden" type="radio" name="plan" value={plan} checked={value === plan} onChange={() => onChange(plan)} />
        <strong>{name}</strong>
        <span>{picture}</span>
        <span>{streams}</span>
      </label>
    ))}
  </fieldset>
);
