import { Link, useSearchParams } from 'react-router';
import { operators } from '../api/operators';
import { SelectField, TextField } from '../ui/Field';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { Pager, pageOf } from './Pager';
import css from './Studio.module.css';
import { useFilterChoice } from './useFilterField';

const kinds = [
  'signedUp', 'signedIn', 'signInFailed', 'signInLocked', 'quickSignInApproved', 'refreshReused', 'signedOut', 'deviceEnded', 'passwordChanged',
  'passwordResetRequested', 'passwordReset', 'twoFactorEnabled', 'twoFactorDisabled', 'recoveryCodeUsed', 'rolesChanged', 'planChanged',
  'profilePinChanged', 'profilePinFailed', 'accountExported', 'accountDeleted',
];

/** Security events of all accounts, the newest first. */
export function Audit() {
  const [query] = useSearchParams();
  const page = pageOf(query);
  const [kind, from, to] = [useFilterChoice('kind'), useFilterChoice('from'), useFilterChoice('to')];
  const accountId = query.get('accountId') ?? undefined;
  const filter = { accountId, kind: kind.value || undefined, from: startOf(from.value), to: endOf(to.value) };
  const events = useLoad(`audit:${JSON.stringify(filter)}:${page}`, (signal) => operators.audit(filter, page, signal));
  return (
    <>
      <header className={css.header}>
        <h1>Audit trail</h1>
        {accountId && <Link className={css.link} to="/studio/audit">All accounts</Link>}
      </header>
      <form className={css.filters} onSubmit={(event) => event.preventDefault()}>
        <SelectField label="What happened" {...kind}>
          <option value="">Everything</option>
          {kinds.map((one) => <option key={one} value={one}>{wordsOf(one)}</option>)}
        </SelectField>
        <TextField label="From" type="date" {...from} />
        <TextField label="To" type="date" {...to} />
      </form>
      {events.state === 'loading' && <Spinner />}
      {events.state === 'failed' && <Failed error={events.error} retry={events.reload} />}
      {events.state === 'ready' && events.value.items.length === 0 && <Empty title="Nothing happened">No event is of this kind and time.</Empty>}
      {events.state === 'ready' && events.value.items.length > 0 && (
        <>
          <div className={css.scroll} tabIndex={0} role="region" aria-label="Events">
            <table className={css.table}>
              <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Who</th><th scope="col">From</th><th scope="col">More</th></tr></thead>
              <tbody>
                {events.value.items.map((event) => (
                  <tr key={event.eventId}>
                    <td className={css.nowrap}><time dateTime={event.at}>{new Date(event.at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' })}</time></td>
                    <td>{wordsOf(event.kind)}</td>
                    <td>{event.accountId ? <Link className={css.link} to={`?accountId=${event.accountId}`}>{event.email ?? event.accountId}</Link> : (event.email ?? '')}</td>
                    <td>{event.address}</td>
                    <td className={css.muted}>{event.detail}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager page={page} limit={events.value.limit} totalCount={events.value.totalCount} />
        </>
      )}
    </>
  );
}

/** signInFailed as people read it: Sign in failed. */
function wordsOf(kind: string): string {
  const words = kind.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const startOf = (day: string) => (day ? new Date(`${day}T00:00`).toISOString() : undefined);
const endOf = (day: string) => (day ? new Date(`${day}T23:59:59.999`).toISOString() : undefined);
