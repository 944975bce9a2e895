import { useState, type FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Plan, SubscriptionStatus } from '../api/accounts';
import { operators, type AdminAccount } from '../api/operators';
import { Button } from '../ui/Button';
import { CheckField } from '../ui/CheckField';
import { Dialog } from '../ui/Dialog';
import { SelectField, TextField } from '../ui/Field';
import { Empty, Failed, Notice, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import { Pager, pageOf } from './Pager';
import css from './Studio.module.css';
import { useFilterField } from './useFilterField';

const roles = ['viewer', 'studio', 'admin'];

/** Who may work here, and whose subscription runs. */
export function Accounts() {
  const [query] = useSearchParams();
  const [page, words] = [pageOf(query), query.get('query') ?? ''];
  const text = useFilterField('query');
  const accounts = useLoad(`accounts:${words}:${page}`, (signal) => operators.accounts(words, page, signal));
  const [editing, setEditing] = useState<AdminAccount | null>(null);
  return (
    <>
      <header className={css.header}>
        <h1>Accounts {accounts.state === 'ready' && <small>{accounts.value.totalCount.toLocaleString('en')}</small>}</h1>
      </header>
      <form className={css.filters} role="search" onSubmit={(event) => event.preventDefault()}>
        <TextField label="Email" type="search" {...text} />
      </form>
      {accounts.state === 'loading' && <Spinner />}
      {accounts.state === 'failed' && <Failed error={accounts.error} retry={accounts.reload} />}
      {accounts.state === 'ready' && accounts.value.items.length === 0 && <Empty title="No account is like this">Try fewer letters of the email.</Empty>}
      {accounts.state === 'ready' && accounts.value.items.length > 0 && (
        <>
          <div className={css.scroll} tabIndex={0} role="region" aria-label="Accounts">
            <table className={css.table}>
              <thead>
                <tr><th scope="col">Email</th><th scope="col">Country</th><th scope="col">Plan</th><th scope="col">Subscription</th><th scope="col">Roles</th><th scope="col"><span className="visually-hidden">What to do</span></th></tr>
              </thead>
              <tbody>
                {accounts.value.items.map((account) => (
                  <tr key={account.accountId}>
                    <th scope="row">{account.email}</th>
                    <td>{account.country}</td>
                    <td className={css.word}>{account.plan}</td>
                    <td className={css.word}>{account.subscriptionStatus}</td>
                    <td>{account.roles.length > 0 ? account.roles.join(', ') : 'viewer'}</td>
                    <td className={css.buttons}>
                      <Button aria-label={`Change ${account.email}`} onClick={() => setEditing(account)}>Change</Button>
                      <Link className={css.link} to={`/studio/audit?accountId=${account.accountId}`} aria-label={`Audit trail of ${account.email}`}>Audit</Link>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager page={page} limit={accounts.value.limit} totalCount={accounts.value.totalCount} />
        </>
      )}
      {editing && (
        <AccountDialog
          account={editing} onClose={(saved) => {
            setEditing(null);
            if (saved) accounts.reload();
          }}
        />
      )}
    </>
  );
}

function AccountDialog({ account, onClose }: { account: AdminAccount; onClose: (saved: boolean) => void }) {
  const save = useAction();
  const has = (role: string) => account.roles.some((one) => one.toLowerCase() === role);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void save.run(async () => {
      await operators.updateAccount(account.accountId, {
        roles: roles.filter((role) => data.has(role)),
        plan: data.get('plan') as Plan,
        subscriptionStatus: data.get('status') as SubscriptionStatus,
      });
      onClose(true);
    });
  }

  return (
    <Dialog title={account.email} onClose={() => onClose(false)}>
      <form className={css.column} onSubmit={submit} noValidate>
        <Notice>{save.message()}</Notice>
        <CheckField label="Viewer" name="viewer" defaultChecked={has('viewer') || account.roles.length === 0} hint="Watches." />
        <CheckField label="Studio" name="studio" defaultChecked={has('studio')} hint="Makes and publishes titles, and looks after reviews." />
        <CheckField label="Administrator" name="admin" defaultChecked={has('admin')} hint="Also gives roles and reads the audit trail." />
        <SelectField label="Plan" name="plan" defaultValue={account.plan}>
          <option value="basic">Basic</option>
          <option value="standard">Standard</option>
          <option value="premium">Premium</option>
        </SelectField>
        <SelectField label="Subscription" name="status" defaultValue={account.subscriptionStatus}>
          <option value="active">Active</option>
          <option value="suspended">Suspended</option>
          <option value="cancelled">Cancelled</option>
          <option value="expired">Expired</option>
        </SelectField>
        <div className={css.buttons}>
          <Button type="submit" look="primary" busy={save.busy}>Save</Button>
          <Button onClick={() => onClose(false)}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
