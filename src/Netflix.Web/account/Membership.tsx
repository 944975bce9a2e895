import { useState } from 'react';
import { accounts, type Account, type Plan, type SubscriptionStatus } from '../api/accounts';
import { PlanCards, plans } from '../auth/PlanCards';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import css from './Account.module.css';

const words: Record<SubscriptionStatus, string> = { active: 'Active', suspended: 'Suspended', cancelled: 'Cancelled', expired: 'Expired' };

/** The plan, what it allows, and whether it runs. */
export function Membership({ account, reload }: { account: Account; reload: () => void }) {
  const [plan, setPlan] = useState<Plan>(account.plan);
  const [asking, setAsking] = useState(false);
  const change = useAction();
  const active = account.subscriptionStatus === 'active';

  const update = (changes: Parameters<typeof accounts.update>[0]) =>
    change.run(async () => {
      await accounts.update(changes);
      setAsking(false);
      reload();
    });

  return (
    <section className={css.section} aria-labelledby="membership">
      <h2 id="membership">Membership</h2>
      <dl className={css.facts}>
        <div><dt>Email</dt><dd>{account.email}</dd></div>
        <div><dt>Member since</dt><dd>{new Date(account.createdAt).toLocaleDateString('en', { month: 'long', year: 'numeric' })}</dd></div>
        <div><dt>Subscription</dt><dd>{words[account.subscriptionStatus] ?? account.subscriptionStatus}</dd></div>
        <div><dt>Plan</dt><dd>{plans.find((one) => one.plan === account.plan)?.name ?? account.plan}</dd></div>
      </dl>
      <Notice>{change.message()}</Notice>
      {!active && <Notice>Nothing plays while the subscription is not active. Your profiles, lists and history are kept.</Notice>}
      <PlanCards value={plan} onChange={setPlan} />
      <div className={css.actions}>
        {plan !== account.plan && <Button look="primary" busy={change.busy} onClick={() => void update({ plan })}>Change plan</Button>}
        {active ? (
          <Button look={asking ? 'danger' : 'plain'} disabled={change.busy} onClick={() => (asking ? void update({ subscriptionStatus: 'cancelled' }) : setAsking(true))}>
            {asking ? 'Really cancel? Playback ends at once' : 'Cancel subscription'}
          </Button>
        ) : (
          <Button look="primary" busy={change.busy} onClick={() => void update({ subscriptionStatus: 'active' })}>Start the subscription again</Button>
        )}
        {asking && <Button onClick={() => setAsking(false)}>Keep it</Button>}
      </div>
    </section>
  );
}
