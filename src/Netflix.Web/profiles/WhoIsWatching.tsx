import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { accounts, type Profile } from '../api/accounts';
import { signOut } from '../auth/signOut';
import { Brand } from '../ui/Brand';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Failed, Spinner } from '../ui/Status';
import { forgetPages, useLoad } from '../ui/useLoad';
import { Avatar } from './Avatar';
import { currentProfile } from './current';
import { PinDialog } from './PinDialog';
import { ProfileForm } from './ProfileForm';
import css from './Profiles.module.css';

const most = 5;

export function WhoIsWatching() {
  const profiles = useLoad('profiles', (signal) => accounts.profiles(signal));
  const came = useLocation().state as { from?: string; manage?: boolean } | null;
  const [managing, setManaging] = useState(came?.manage ?? false);
  const [editing, setEditing] = useState<Profile | 'new' | null>(null);
  const [locked, setLocked] = useState<Profile | null>(null);
  const navigate = useNavigate();

  function enter(profile: Profile) {
    forgetPages();
    currentProfile.set(profile);
    void navigate(came?.from ?? '/', { replace: true });
  }

  function open(profile: Profile) {
    setLocked(null);
    if (managing) setEditing(profile);
    else enter(profile);
  }

  function choose(profile: Profile) {
    if (profile.hasPin) setLocked(profile);
    else open(profile);
  }

  return (
    <div className={css.page}>
      <header className={css.header}>
        <Brand large />
        <Button onClick={() => void signOut()}>Sign out</Button>
      </header>
      <main className={css.main}>
        <h1>{managing ? 'Manage profiles' : 'Who’s watching?'}</h1>
        {profiles.state === 'loading' && <Spinner label="Loading profiles" />}
        {profiles.state === 'failed' && <Failed error={profiles.error} retry={profiles.reload} />}
        {profiles.state === 'ready' && (
          <>
            <ul className={css.list}>
              {profiles.value.map((profile) => (
                <li key={profile.profileId}>
                  <button type="button" className={css.profile} onClick={() => choose(profile)} data-testid="profile">
                    <span className={css.face}>
                      <Avatar name={profile.avatar} />
                      {managing && <span className={css.over}><Icon name="edit" size="2em" /></span>}
                    </span>
                    <span className={css.name}>
                      {profile.hasPin && <Icon name="lock" size="1em" />}
                      {profile.name}
                      {profile.isKids && <span className={css.kids}>Kids</span>}
                    </span>
                  </button>
                </li>
              ))}
              {profiles.value.length < most && (
                <li>
                  <button type="button" className={css.profile} onClick={() => setEditing('new')}>
                    <span className={`${css.face} ${css.add}`}>
                      <Icon name="plus" size="3em" />
                    </span>
                    <span className={css.name}>Add profile</span>
                  </button>
                </li>
              )}
            </ul>
            <Button onClick={() => setManaging(!managing)}>{managing ? 'Done' : 'Manage profiles'}</Button>
          </>
        )}
      </main>
      {editing && (
        <ProfileForm
          profile={editing === 'new' ? null : editing}
          deletable={profiles.state === 'ready' && profiles.value.length > 1}
          onClose={(changed) => {
            setEditing(null);
            if (changed) profiles.reload();
          }}
        />
      )}
      {locked && <PinDialog profile={locked} onUnlocked={() => open(locked)} onClose={() => setLocked(null)} />}
    </div>
  );
}
