import { useState, type FormEvent } from 'react';
import { accounts, type Profile } from '../api/accounts';
import { isStatus, messageOf } from '../api/problem';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TextField } from '../ui/Field';
import { useAction } from '../ui/useAction';
import css from './Profiles.module.css';

export function PinDialog({ profile, onUnlocked, onClose }: { profile: Profile; onUnlocked: () => void; onClose: () => void }) {
  const unlock = useAction();
  const [forgotten, setForgotten] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const secret = String(new FormData(event.currentTarget).get('secret'));
    void unlock.run(async () => {
      await accounts.unlock(profile.profileId, forgotten ? { password: secret } : { pin: secret });
      onUnlocked();
    });
  }

  const wrong = forgotten ? 'That is not the password of the account.' : 'That is not the PIN of this profile.';
  const error = unlock.error === null ? undefined : isStatus(unlock.error, 400, 403) ? wrong : messageOf(unlock.error);
  return (
    <Dialog title={`${profile.name} is locked`} onClose={onClose}>
      <form className={css.form} onSubmit={submit} noValidate>
        {forgotten ? (
          <TextField key="password" label="Password of the account" name="secret" type="password" autoComplete="current-password" required autoFocus error={error} />
        ) : (
          <TextField key="pin" label="PIN" name="secret" type="password" inputMode="numeric" autoComplete="off" maxLength={4} required autoFocus error={error} />
        )}
        <div className={css.actions}>
          <Button type="submit" look="primary" busy={unlock.busy}>
            Unlock
          </Button>
          <Button
            onClick={() => {
              unlock.clear();
              setForgotten(!forgotten);
            }}
          >
            {forgotten ? 'Use the PIN' : 'Forgot the PIN?'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
