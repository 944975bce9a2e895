import { useState } from 'react';
import { experiments, type Metric, type Plan } from '../../api/experiments';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Notice } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import css from './Experiments.module.css';
import { percent } from './words';

interface Props {
  metric: Metric;
  /** A share of the mean. */
  minimalEffect: number;
  variants: number;
  accounts: number;
  use: (accounts: number) => void;
}

/** How many accounts a variant the experiment needs; of what was measured before, its author knows mean and deviation. */
export function PowerCalculator({ metric, minimalEffect, variants, accounts, use }: Props) {
  const [mean, setMean] = useState('');
  const [deviation, setDeviation] = useState('');
  const [power, setPower] = useState('80');
  const [plan, setPlan] = useState<Plan | null>(null);
  const action = useAction();
  const share = metric === 'retention';
  const compute = () => action.run(async () => {
    setPlan(null);
    setPlan(await experiments.plan({
      mean: share ? Number(mean) / 100 : Number(mean), minimalEffect, variants, power: Number(power) / 100,
      ...(accounts >= 2 ? { accountsPerVariant: accounts } : {}), ...(share ? {} : { standardDeviation: Number(deviation) }),
    }));
  });
  return (
    <fieldset className={css.group}>
      <legend>Power calculator</legend>
      <div className={css.three}>
        <TextField label={share ? 'Share of accounts now, %' : 'Mean now'} inputMode="decimal" value={mean} onChange={(event) => setMean(event.target.value)} error={action.fields['mean']} />
        {!share && <TextField label="Standard deviation" inputMode="decimal" value={deviation} onChange={(event) => setDeviation(event.target.value)} error={action.fields['standardDeviation']} />}
        <TextField label="Power, %" inputMode="decimal" value={power} onChange={(event) => setPower(event.target.value)} error={action.fields['power']} />
      </div>
      <div><Button busy={action.busy} disabled={mean === '' || (!share && deviation === '')} onClick={() => void compute()}>Compute</Button></div>
      <Notice>{action.message('mean', 'standardDeviation', 'power')}</Notice>
      <p role="status" className={css.plan}>
        {plan && (
          <>
            <strong>{plan.accountsPerVariant.toLocaleString('en')} accounts a variant</strong> find {percent(minimalEffect)} with a chance of {percent(plan.power, 0)}.
            {plan.powerAtAccounts != null && ` ${accounts.toLocaleString('en')} find it with ${percent(plan.powerAtAccounts, 0)}.`}
          </>
        )}
      </p>
      {plan && <div><Button onClick={() => use(plan.accountsPerVariant)}>Plan with it</Button></div>}
    </fieldset>
  );
}
