import { useState, type FormEvent } from 'react';
import { accounts, type Profile, type ProfileInput } from '../api/accounts';
import { languages } from '../api/languages';
import { Button } from '../ui/Button';
import { CheckField } from '../ui/CheckField';
import { Dialog } from '../ui/Dialog';
import { SelectField, TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { Avatar, avatarNames } from './Avatar';
import { currentProfile } from './current';
import { maturityLevels } from './maturity';
import css from './Profiles.module.css';

interface Props {
  profile: Profile | null;
  deletable: boolean;
  onClose: (changed: boolean) => void;
}

const kidsMaturity = 7;

export function ProfileForm({ profile, deletable, onClose }: Props) {
  const [avatar, setAvatar] = useState(profile?.avatar ?? avatarNames[Math.floor(Math.random() * avatarNames.length)]!);
  const [kids, setKids] = useState(profile?.isKids ?? false);
  const [asking, setAsking] = useState(false);
  const save = useAction();
  const maturity = profile?.maturity ?? 18;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const input = read(event.currentTarget, avatar, kids);
    void save.run(async () => {
      if (profile) {
        await accounts.updateProfile(profile.profileId, input);
        if (currentProfile.get()?.profileId === profile.profileId) currentProfile.set(null);
      } else {
        await accounts.createProfile(input);
      }
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
        <Notice>{save.message('name', 'pin', 'language', 'maturity')}</Notice>
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
        <CheckField label="Kids" hint={`Only titles for ages up to ${kidsMaturity} are shown, searched and played.`} checked={kids} onChange={(event) => setKids(event.target.checked)} />
        <div className={css.pair}>
          <SelectField
            label="Shown up to age" name="maturity" key={kids ? 'kids' : 'all'} defaultValue={kids ? Math.min(kidsMaturity, maturity) : maturity} error={save.fields['maturity']}
          >
            {maturityLevels(maturity).filter(([age]) => !kids || age <= kidsMaturity).map(([age, name]) => <option key={age} value={age}>{name}</option>)}
          </SelectField>
          <SelectField label="Language" name="language" defaultValue={profile?.language ?? ''} error={save.fields['language']}>
            {!profile?.language && <option value="">As the account</option>}
            {languages(profile?.language).map(({ tag, name }) => <option key={tag} value={tag}>{name}</option>)}
          </SelectField>
        </div>
        <TextField
          label="PIN" name="pin" type="password" inputMode="numeric" autoComplete="new-password" maxLength={4} error={save.fields['pin']}
          hint={profile?.hasPin ? 'Leave empty to keep the PIN.' : 'Optional, four digits. Asked when the profile is chosen.'}
        />
        {profile?.hasPin && <CheckField label="Take the PIN away" name="open" />}
        <CheckField label="Play the next episode by itself" name="autoplay" defaultChecked={profile?.autoplayNext ?? true} />
        <CheckField label="Save data" name="saver" hint="Streams in 480 lines at most." defaultChecked={profile?.dataSaver ?? false} />
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

function read(form: HTMLFormElement, avatar: string, isKids: boolean): ProfileInput {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const [pin, language] = [text('pin'), text('language')];
  return {
    name: text('name'), isKids, avatar,
    maturity: Number(text('maturity')),
    autoplayNext: data.has('autoplay'),
    dataSaver: data.has('saver'),
    ...(language ? { language } : {}),
    ...(data.has('open') ? { pin: null } : pin ? { pin } : {}),
  };
}
