import { useState, type FormEvent } from 'react';
import { accounts, type Profile } from '../api/accounts';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { Avatar, avatarNames } from './Avatar';
import { currentProfile } from './current';
import css from './Profiles.module.css';

interface Props {
  profile: Profile | null;
  deletable: boolean;
  onClose: (changed: boolean) => void;
}

export function ProfileForm({ profile, deletable, onClose }: Props) {
  const [avatar, setAvatar] = useState(profile?.avatar ?? avatarNames[Math.floor(Math.random() * avatarNames.length)]!);
  const [asking, setAsking] = useState(false);
  const save = useAction();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const pin = String(form.get('pin') ?? '').trim();
    const input = { name: String(form.get('name')).trim(), isKids: form.get('kids') === 'on', avatar, ...(form.get('open') === 'on' ? { pin: null } : pin ? { pin } : {}) };
    void save.run(async () => {
      if (profile) await accounts.updateProfile(profile.profileId, input);
      else await accounts.createProfile(input);
      onClose(true);
    });
  }

  function remove() {
    if (!profile) return;
    void save.run(async () => {
      await accounts.deleteProfile(profile.profileId);
      if (currentProfile.get()?.profileId === profile.profileId) currentProfile.set(null);
      onClose(true);
    });
  }

  return (
    <Dialog title={profile ? 'Edit profile' : 'Add profile'} onClose={() => onClose(false)}>
      <form className={css.form} onSubmit={submit} noValidate>
        <Notice>{save.message('name', 'pin')}</Notice>
        <TextField label="Name" name="name" defaultValue={profile?.name ?? ''} maxLength={40} required autoFocus error={save.fields['name']} />
        <fieldset className={css.avatars}>
          <legend>Picture</legend>
          {avatarNames.map((name) => (
            <label key={name}>
              <input className="visually-hidden" type="radio" name="avatar" checked={avatar === name} onChange={() => setAvatar(name)} aria-label={name} />
              <Avatar name={name} />
            </label>
          ))}
        </fieldset>
        <label className={css.check}>
          <input type="checkbox" name="kids" defaultChecked={profile?.isKids ?? false} />
          <span>
            <strong>Kids</strong> only titles for children are shown
          </span>
        </label>
        <TextField
          label="PIN" name="pin" type="password" inputMode="numeric" autoComplete="new-password" maxLength={4} error={save.fields['pin']}
          hint={profile?.hasPin ? 'Leave empty to keep the PIN.' : 'Optional, four digits. Asked when the profile is chosen.'}
        />
        {profile?.hasPin && (
          <label className={css.check}>
            <input type="checkbox" name="open" />
            <span>Take the PIN away</span>
          </label>
        )}
        <div className={css.actions}>
          <Button type="submit" look="primary" busy={save.busy}>
            Save
          </Button>
          {profile && deletable && (
            <Button look="danger" icon="trash" disabled={save.busy} onClick={() => (asking ? remove() : setAsking(true))}>
              {asking ? 'Delete it and its history?' : 'Delete'}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
