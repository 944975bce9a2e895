import { useState, type FormEvent } from 'react';
import { Link, useLocation } from 'react-router';
import { accounts, type Plan } from '../api/accounts';
import { deviceName, deviceType } from '../api/playback';
import { currentProfile } from '../profiles/current';
import { Button } from '../ui/Button';
import { SelectField, TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { AuthFrame } from './AuthFrame';
import css from './Auth.module.css';
import { countries, homeCountry } from './countries';
import { PlanCards } from './PlanCards';
import { session } from './session';

export function SignUp() {
  const here = useLocation();
  const signUp = useAction();
  const [plan, setPlan] = useState<Plan>('standard');

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void signUp.run(async () => {
      const answer = await accounts.signUp({
        email: String(form.get('email')).trim(),
        password: String(form.get('password')),
        country: String(form.get('country')),
        plan,
        language: navigator.language.split('-')[0]!,
        deviceName: deviceName(),
        deviceType: deviceType(),
      });
      currentProfile.set(null);
      session.start(answer);
    });
  }

  return (
    <AuthFrame title="Films and series, all lit up." subtitle="Make an account and start watching in a minute." wide>
      <form className={css.form} onSubmit={submit} noValidate>
        <Notice>{signUp.message('email', 'password', 'country')}</Notice>
        <TextField label="Email" name="email" type="email" autoComplete="email" required autoFocus error={signUp.fields['email']} />
        <TextField
          label="Password" name="password" type="password" autoComplete="new-password" required
          hint="8 characters or more; a short sentence is best." error={signUp.fields['password']}
        />
        <SelectField label="Country" name="country" defaultValue={homeCountry()} autoComplete="country" error={signUp.fields['country']}>
          {countries().map(({ code, name }) => (
            <option key={code} value={code}>{name}</option>
          ))}
        </SelectField>
        <PlanCards value={plan} onChange={setPlan} />
        <Button type="submit" look="primary" busy={signUp.busy}>
          Create account
        </Button>
        <p className={css.aside}>
          Have an account? <Link to="/signin" state={here.state}>Sign in</Link>
        </p>
      </form>
    </AuthFrame>
  );
}
