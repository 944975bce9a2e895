import { useState, type FormEvent } from 'react';
import { accounts } from '../api/accounts';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import css from './Account.module.css';

export function ChangePassword() {
  const change = useAction();
  const [done, setDone] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    setDone(false);
    void change.run(async () => {
      await accounts.changePassword(String(data.get('current')), String(data.get('new')));
      form.reset();
      setDone(true);
    });
  }

  return (
    <section className={css.section} aria-labelledby="password">
      <h2 id="password">Password</h2>
      <Notice>{change.message('currentPassword', 'newPassword')}</Notice>
      {done && <Notice good>Your password is changed, and every other device is signed out.</Notice>}
      <form className={css.form} onSubmit={submit} noValidate>
        <TextField label="Current password" name="current" type="password" autoComplete="current-password" required error={change.fields['currentPassword']} />
        <TextField label="New password" name="new" type="password" autoComplete="new-password" required error={change.fields['newPassword']} />
        <Button type="submit" busy={change.busy}>Change password</Button>
      </form>
    </section>
  );
}
