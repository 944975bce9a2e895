import { useState, type FormEvent } from 'react';
import { accounts, type Account, type Device, type Plan } from '../api/accounts';
import { PlanCards, plans } from '../auth/PlanCards';
import { signOut } from '../auth/signOut';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Failed, Notice, Spinner } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { useLoad } from '../ui/useLoad';
import css from './Account.module.css';

export default function AccountPage() {
  const account = useLoad('account', (signal) => accounts.account(signal));
  return (
    <div className={css.page}>
      <header className={css.header}>
        <h1>Account</h1>
        <Button onClick={() => void signOut()}>Sign out</Button>
      </header>
      {account.state === 'loading' && <Spinner />}
      {account.state === 'failed' && <Failed error={account.error} retry={account.reload} />}
      {account.state === 'ready' && (
        <>
          <Membership account={account.value} reload={account.reload} />
          <ChangePassword />
          <Devices />
        </>
      )}
    </div>
  );
}

function Membership({ account, reload }: { account: Account; reload: () => void }) {
  const [plan, setPlan] = useState<Plan>(account.plan);
  const change = useAction();
  const country = new Intl.DisplayNames(['en'], { type: 'region' }).of(account.country) ?? account.country;
  return (
    <section className={css.section} aria-labelledby="membership">
      <h2 id="membership">Membership</h2>
      <dl className={css.facts}>
        <div><dt>Email</dt><dd>{account.email}</dd></div>
        <div><dt>Country</dt><dd>{country}</dd></div>
        <div><dt>Subscription</dt><dd className={css.status}>{account.subscriptionStatus}</dd></div>
        <div><dt>Plan</dt><dd>{plans.find((one) => one.plan === account.plan)?.name ?? account.plan}</dd></div>
      </dl>
      <PlanCards value={plan} onChange={setPlan} />
      <Notice>{change.message()}</Notice>
      {plan !== account.plan && (
        <Button
          look="primary" busy={change.busy}
          onClick={() => void change.run(async () => {
            await accounts.update({ plan });
            reload();
          })}
        >
          Change plan
        </Button>
      )}
    </section>
  );
}

function ChangePassword() {
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

function Devices() {
  const devices = useLoad('devices', (signal) => accounts.devices(signal));
  const act = useAction();
  // A list that cannot be had is left out: the rest of the page is of use without it.
  if (devices.state !== 'ready' || devices.value.length === 0) return null;
  const remove = (device: Device) =>
    act.run(async () => {
      await accounts.signOutDevice(device.deviceId);
      devices.reload();
    });
  return (
    <section className={css.section} aria-labelledby="devices">
      <h2 id="devices">Devices</h2>
      <Notice>{act.message()}</Notice>
      <ul className={css.devices}>
        {devices.value.map((device) => (
          <li key={device.deviceId}>
            <span>
              <strong>{device.name}</strong>
              <span>{device.current ? 'This device' : `Last used ${new Date(device.lastUsedAt).toLocaleString()}`}</span>
            </span>
            {!device.current && <Button busy={act.busy} onClick={() => void remove(device)}>Sign out</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
