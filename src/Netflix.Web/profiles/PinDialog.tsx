import type { FormEvent } from 'react';
import { accounts, type Profile } from '../api/accounts';
import { isStatus, messageOf } from '../api/problem';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TextField } from '../ui/Field';
import { useAction } from '../ui/useAction';
import css from './Profiles.module.css';

export function PinDialog({ profile, onUnlocked, onClose }: { profile: Profile; onUnlocked: () => void; onClose: () => void }) {
  const unlock = useAction();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const pin = String(new FormData(event.currentTarget).get('pin'));
    void unlock.run(async () => {
      await accounts.unlock(profile.profileId, pin);
      onUnlocked();
    });
  }

  const error = unlock.error === null ? undefined : isStatus(unlock.error, 400, 403) ? 'That is not the PIN of this profile.' : messageOf(unlock.error);
  return (
    <Dialog title={`${profile.name} is locked`} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <TextField label="PIN" name="pin" type="password" inputMode="numeric" autoComplete="off" maxLength={4} required autoFocus error={error} />
        <Button type="submit" look="primary" busy={unlock.busy}>
          Unlock
        </Button>
      </form>
    </Dialog>
  );
}
