import { useState, type FormEvent } from 'react';
import { experiments, metrics, type Experiment, type ExperimentInput, type Metric } from '../../api/experiments';
import { Button } from '../../ui/Button';
import { CheckField } from '../../ui/CheckField';
import { SelectField, TextArea, TextField } from '../../ui/Field';
import { Notice } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import studioCss from '../Studio.module.css';
import css from './Experiments.module.css';
import { PowerCalculator } from './PowerCalculator';
import { draftOf, listOf, VariantFields, variantOf, type VariantDraft } from './VariantFields';
import { metricMeanings, metricWords } from './words';

const plans = ['basic', 'standard', 'premium'];
const most = 8;
const shownFields = ['name', 'hypothesis', 'layer', 'traffic', 'countries', 'minimalEffect', 'plannedAccounts', 'windowDays', 'variants'];

/** An experiment as it is written down, before it runs. */
export function ExperimentForm({ experiment, changed, saved }: { experiment: Experiment | null; changed: () => void; saved: (experiment: Experiment) => void }) {
  const [text, setText] = useState(() => ({
    name: experiment?.name ?? '', hypothesis: experiment?.hypothesis ?? '', layer: experiment?.layer ?? 'home', traffic: tidy(100 * (experiment?.traffic ?? 1)),
    countries: experiment?.countries.join(', ') ?? '', effect: tidy(100 * (experiment?.minimalEffect ?? 0.02)), accounts: String(experiment?.plannedAccounts ?? 10_000),
    days: String(experiment?.windowDays ?? 7),
  }));
  const [metric, setMetric] = useState<Metric>(experiment?.primaryMetric ?? 'watchTime');
  const [chosen, setChosen] = useState(experiment?.plans ?? []);
  const [variants, setVariants] = useState<VariantDraft[]>(() => (experiment?.variants ?? ['control', 'treated'].map((name) => ({ name, weight: 1, parameters: {} }))).map(draftOf));
  const [done, setDone] = useState(false);
  const save = useAction();
  const touch = () => {
    setDone(false);
    changed();
  };

  const field = (name: keyof typeof text) => ({
    value: text[name],
    onChange: (event: { target: { value: string } }) => setText({ ...text, [name]: event.target.value }),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const input: ExperimentInput = {
      name: text.name.trim(), hypothesis: text.hypothesis.trim(), layer: text.layer.trim(), traffic: share(text.traffic), countries: listOf(text.countries.toUpperCase()), plans: chosen,
      primaryMetric: metric, minimalEffect: share(text.effect), plannedAccounts: Math.round(Number(text.accounts)), windowDays: Math.round(Number(text.days)), variants: variants.map(variantOf),
    };
    setDone(false);
    void save.run(async () => {
      saved(experiment ? await experiments.change(experiment.experimentId, input) : await experiments.create(input));
      setDone(true);
    });
  }

  return (
    <form className={css.form} onSubmit={submit} onChange={touch} noValidate>
      <Notice>{save.message(...shownFields)}</Notice>
      {done && <Notice good>Saved.</Notice>}
      <TextField label="Name" {...field('name')} maxLength={120} autoFocus={!experiment} error={save.fields['name']} />
      <TextArea label="Hypothesis" {...field('hypothesis')} rows={2} maxLength={2000} error={save.fields['hypothesis']} hint="What changes for whom, and why." />
      <div className={css.two}>
        <TextField label="Layer" {...field('layer')} error={save.fields['layer']} hint="Experiments of one layer share no account." />
        <TextField label="Traffic, %" inputMode="decimal" {...field('traffic')} error={save.fields['traffic']} hint="Of all accounts; it may grow later." />
        <TextField label="Countries" {...field('countries')} error={save.fields['countries']} hint="Codes such as SE, DE; empty is everywhere." />
        <fieldset className={css.plain}>
          <legend>Plans</legend>
          {plans.map((one) => (
            <CheckField key={one} label={one} checked={chosen.includes(one)} onChange={(event) => setChosen(event.target.checked ? [...chosen, one] : chosen.filter((other) => other !== one))} />
          ))}
        </fieldset>
        <SelectField label="Primary metric" value={metric} onChange={(event) => setMetric(event.target.value as Metric)} hint={metricMeanings[metric]}>
          {metrics.map((one) => <option key={one} value={one}>{metricWords[one]}</option>)}
        </SelectField>
        <TextField label="Smallest effect that matters, %" inputMode="decimal" {...field('effect')} error={save.fields['minimalEffect']} hint="Of control’s mean." />
        <TextField label="Planned accounts a variant" inputMode="numeric" {...field('accounts')} error={save.fields['plannedAccounts']} />
        <TextField label="Days an account is measured" inputMode="numeric" {...field('days')} error={save.fields['windowDays']} hint="From its first sight on, 2 to 28." />
      </div>
      <PowerCalculator
        metric={metric} minimalEffect={share(text.effect)} variants={variants.length} accounts={Math.round(Number(text.accounts)) || 0}
        use={(accounts) => {
          setText({ ...text, accounts: String(accounts) });
          touch();
        }}
      />
      {save.fields['variants'] && <Notice>{save.fields['variants']}</Notice>}
      {variants.map((one, i) => (
        <VariantFields
          key={one.id} variant={one} isControl={i === 0} change={(values) => setVariants(variants.map((other) => (other.id === one.id ? { ...other, ...values } : other)))}
          remove={i > 0 && variants.length > 2 ? () => {
            setVariants(variants.filter((other) => other.id !== one.id));
            touch();
          } : undefined}
        />
      ))}
      <div className={studioCss.buttons}>
        <Button
          icon="plus" disabled={variants.length >= most}
          onClick={() => {
            setVariants([...variants, draftOf({ name: `variant-${variants.length}`, weight: 1, parameters: {} }, 1 + Math.max(...variants.map((one) => one.id)))]);
            touch();
          }}
        >
          Add a variant
        </Button>
        <Button type="submit" look={experiment ? 'light' : 'primary'} busy={save.busy}>{experiment ? 'Save' : 'Create'}</Button>
      </div>
    </form>
  );
}

const share = (percent: string) => Math.round(Number(percent.replace(',', '.')) * 10_000) / 1_000_000;

const tidy = (value: number) => String(Math.round(value * 10_000) / 10_000);
