import { useState, type FormEvent } from 'react';
import { Link } from 'react-router';
import { accounts } from '../api/accounts';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { AuthFrame } from './AuthFrame';
import css from './Auth.module.css';

export default function ForgotPassword() {
  const ask = useAction();
  const [sentTo, setSentTo] = useState<string | null>(null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email')).trim();
    void ask.run(async () => {
      await accounts.forgotPassword(email);
      setSentTo(email);
    });
  }

  if (sentTo !== null) {
    // The same for every address: nobody learns here who has an account.
    return (
      <AuthFrame title="Look into your mail">
        <div className={css.form}>
          <p role="status">If {sentTo} has an account, a mail is on its way to it, with a link to choose a new password. The link works once, and not for long.</p>
          <p className={css.aside}>Nothing came? Look among the spam, or <button type="button" className={css.textLink} onClick={() => setSentTo(null)}>try again</button>.</p>
          <p className={css.aside}><Link to="/signin">Back to sign-in</Link></p>
        </div>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Forgot your password?" subtitle="Tell us your email, and we send you a link to choose a new one.">
      <form className={css.form} onSubmit={submit} noValidate>
        <Notice>{ask.message('email')}</Notice>
        <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus error={ask.fields['email']} />
        <Button type="submit" look="primary" busy={ask.busy}>Send the link</Button>
        <p className={css.aside}><Link to="/signin">Back to sign-in</Link></p>
      </form>
    </AuthFrame>
  );
}
