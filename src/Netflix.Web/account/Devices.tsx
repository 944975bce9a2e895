import { useState } from 'react';
import { accounts, type Device } from '../api/accounts';
import { Button, LinkButton } from '../ui/Button';
import { Icon, type IconName } from '../ui/Icon';
import { Failed, Notice, Spinner } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { useLoad } from '../ui/useLoad';
import { ago } from '../ui/ago';
import css from './Account.module.css';

/** Where the account is signed in, and a way out for each. */
export function Devices() {
  const devices = useLoad('devices', (signal) => accounts.devices(signal));
  const [told, setTold] = useState<string | null>(null);
  const act = useAction();
  const others = devices.state === 'ready' ? devices.value.filter((device) => !device.current) : [];

  const remove = (gone: Device[], said: string) =>
    act.run(async () => {
      setTold(null);
      try {
        for (const device of gone) await accounts.signOutDevice(device.deviceId);
        setTold(said);
      } finally {
        devices.reload();
      }
    });

  return (
    <section className={css.section} aria-labelledby="devices">
      <h2 id="devices">Devices</h2>
      <Notice>{act.message()}</Notice>
      {told && <Notice good>{told}</Notice>}
      {devices.state === 'loading' && <Spinner label="Loading devices" />}
      {devices.state === 'failed' && <Failed error={devices.error} retry={devices.reload} title="The devices did not load" />}
      {devices.state === 'ready' && (
        <ul className={css.devices}>
          {devices.value.map((device) => (
            <li key={device.deviceId}>
              <Icon name={iconOf(device.type)} />
              <span>
                <strong>{device.name}</strong>
                <span>
                  {device.current ? 'This device' : `Last used ${ago(device.lastUsedAt)}`} · signed in {new Date(device.createdAt).toLocaleDateString('en', { dateStyle: 'medium' })}
                </span>
              </span>
              {!device.current && (
                <Button busy={act.busy} aria-label={`Sign out ${device.name}`} onClick={() => void remove([device], `${device.name} is signed out, and what it played has stopped.`)}>
                  Sign out
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className={css.actions}>
        {others.length > 0 && <Button busy={act.busy} onClick={() => void remove(others, 'All other devices are signed out.')}>Sign out all other devices</Button>}
        <LinkButton to="/link" icon="plus">Sign in a television</LinkButton>
      </div>
    </section>
  );
}

const iconOf = (type: string): IconName => (/tv/i.test(type) ? 'tv' : /mobile|phone|tablet/i.test(type) ? 'phone' : 'computer');
