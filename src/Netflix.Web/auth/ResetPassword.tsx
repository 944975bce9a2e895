import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { accounts } from '../api/accounts';
import { Button, LinkButton } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { AuthFrame } from './AuthFrame';
import css from './Auth.module.css';
import { session } from './session';

/** Where the link of the mail leads: its token is good for one new password. */
export default function ResetPassword() {
  const token = useSearchParams()[0].get('token') ?? '';
  const reset = useAction();
  const [done, setDone] = useState(false);
  const stale = token === '' || 'token' in reset.fields;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    void reset.run(async () => {
      await accounts.resetPassword(token, password);
      // Every device is signed out by it, this one too.
      session.end();
      setDone(true);
    });
  }

  if (done) {
    return (
      <AuthFrame title="Your password is changed">
        <div className={css.form}>
          <p role="status">Every device is signed out. Sign in with the new password.</p>
          <LinkButton to="/signin" look="primary">Sign in</LinkButton>
        </div>
      </AuthFrame>
    );
  }
  if (stale) {
    return (
      <AuthFrame title="This link no longer works">
        <div className={css.form}>
          <p role="alert">It was used already, or is too old, or is not whole. Ask for a new one.</p>
          <LinkButton to="/forgot-password" look="primary">Send a new link</LinkButton>
        </div>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose a new password">
      <form className={css.form} onSubmit={submit} noValidate>
        <Notice>{reset.message('newPassword')}</Notice>
        <TextField
          label="New password" name="password" type="password" autoComplete="new-password" required autoFocus
          hint="8 characters or more; a short sentence is best." error={reset.fields['newPassword']}
        />
        <Button type="submit" look="primary" busy={reset.busy}>Change password</Button>
      </form>
    </AuthFrame>
  );
}
