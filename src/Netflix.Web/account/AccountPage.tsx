import { accounts } from '../api/accounts';
import { signOut } from '../auth/signOut';
import { Button, LinkButton } from '../ui/Button';
import { Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import css from './Account.module.css';
import { ChangePassword } from './ChangePassword';
import { Devices } from './Devices';
import { Membership } from './Membership';
import { Place } from './Place';
import { TwoFactor } from './TwoFactor';
import { YourData } from './YourData';

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
          <section className={css.section} aria-labelledby="profiles">
            <h2 id="profiles">Profiles</h2>
            <p>Names, pictures, languages, age limits and PINs of up to five people.</p>
            <LinkButton to="/profiles" state={{ manage: true, from: '/account' }} icon="edit">Manage profiles</LinkButton>
          </section>
          <Place account={account.value} reload={account.reload} />
          <ChangePassword />
          <TwoFactor account={account.value} reload={account.reload} />
          <Devices />
          <YourData account={account.value} />
        </>
      )}
    </div>
  );
}
