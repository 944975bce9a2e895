import { useState, type FormEvent } from 'react';
import { Link, useLocation } from 'react-router';
import { accounts } from '../api/accounts';
import { deviceName, deviceType } from '../api/playback';
import { isStatus } from '../api/problem';
import { currentProfile } from '../profiles/current';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { AuthFrame } from './AuthFrame';
import css from './Auth.module.css';
import { session } from './session';

export function SignIn() {
  const here = useLocation();
  const signIn = useAction();
  const [needsCode, setNeedsCode] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const code = String(form.get('code') ?? '').trim();
    void signIn.run(async () => {
      try {
        const answer = await accounts.signIn({
          email: String(form.get('email')).trim(),
          password: String(form.get('password')),
          deviceName: deviceName(),
          deviceType: deviceType(),
          ...(code ? { twoFactorCode: code } : {}),
        });
        currentProfile.set(null);
        session.start(answer);
      } catch (error) {
        if (isStatus(error, 401) && /twoFactor/i.test((error as { reason?: string }).reason ?? '')) setNeedsCode(true);
        throw error;
      }
    });
  }

  return (
    <AuthFrame title="Sign in">
      <form className={css.form} onSubmit={submit} noValidate>
        <Notice>{signIn.message('email', 'password')}</Notice>
        <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus error={signIn.fields['email']} />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required error={signIn.fields['password']} />
        {needsCode && <TextField label="Code of your authenticator, or a recovery code" name="code" autoComplete="one-time-code" autoFocus />}
        <Button type="submit" look="primary" busy={signIn.busy}>
          Sign in
        </Button>
        <p className={css.aside}><Link to="/forgot-password">Forgot your password?</Link></p>
        <p className={css.aside}>On a television? <Link to="/tv" state={here.state}>Sign in with your phone</Link></p>
        <p className={css.aside}>
          New to Marquee? <Link to="/signup" state={here.state}>Create an account</Link>
        </p>
      </form>
    </AuthFrame>
  );
}
