import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { experiments, type Experiment } from '../../api/experiments';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Failed, Notice, Spinner } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import { forgetPages, useLoad } from '../../ui/useLoad';
import { useTitle } from '../../ui/useTitle';
import encodingCss from '../encoding/Encoding.module.css';
import studioCss from '../Studio.module.css';
import { ExperimentForm } from './ExperimentForm';
import css from './Experiments.module.css';
import { ResultsView } from './ResultsView';
import { metricWords, percent, stateWords } from './words';

/** One experiment: written down, then started, then read. */
export function ExperimentPage() {
  const { experimentId } = useParams();
  const loaded = useLoad(`experiment:${experimentId ?? 'new'}`, (signal) => (experimentId ? experiments.one(experimentId, signal) : Promise.resolve(null)));
  if (loaded.state === 'loading') return <Spinner />;
  if (loaded.state === 'failed') return <Failed error={loaded.error} retry={loaded.reload} />;
  return <Loaded key={loaded.value?.experimentId ?? 'new'} first={loaded.value} />;
}

function Loaded({ first }: { first: Experiment | null }) {
  const [experiment, setExperiment] = useState(first);
  const [sure, setSure] = useState(false);
  const [unsaved, setUnsaved] = useState(false);
  const navigate = useNavigate();
  const action = useAction();
  useTitle(experiment?.name ?? 'New experiment');
  const state = experiment?.state ?? 'draft';
  const move = (step: (experimentId: string) => Promise<Experiment>) => action.run(async () => {
    setExperiment(await step(experiment!.experimentId));
    setSure(false);
    forgetPages();
  });
  const saved = (next: Experiment) => {
    forgetPages();
    setExperiment(next);
    setUnsaved(false);
    if (!experiment) void navigate(`/studio/experiments/${next.experimentId}`, { replace: true });
  };
  return (
    <>
      <p><Link className={studioCss.crumb} to="/studio/experiments">Experiments</Link></p>
      <header className={studioCss.header}>
        <h1>{experiment?.name ?? 'New experiment'}</h1>
        {experiment && <span className={`${studioCss.badge} ${state === 'running' ? studioCss.good : ''}`} data-testid="experiment-state">{stateWords[state]}</span>}
        {experiment && state === 'draft' && <Button look="primary" busy={action.busy} disabled={unsaved} onClick={() => void move(experiments.start)}>{unsaved ? 'Save before the start' : 'Start'}</Button>}
        {state === 'running' && (
          <Button look="danger" busy={action.busy} onClick={() => (sure ? void move(experiments.stop) : setSure(true))}>{sure ? 'Really stop it for good?' : 'Stop'}</Button>
        )}
        {state === 'stopped' && <Button busy={action.busy} onClick={() => void move((id) => experiments.change(id, { state: 'archived' }))}>Archive</Button>}
      </header>
      <Notice>{action.message()}</Notice>
      {state === 'draft' ? <ExperimentForm experiment={experiment} changed={() => setUnsaved(true)} saved={saved} /> : (
        <>
          <Facts experiment={experiment!} />
          {state === 'running' && <Grow experiment={experiment!} grown={saved} />}
          <ResultsView experiment={experiment!} />
        </>
      )}
    </>
  );
}

function Facts({ experiment }: { experiment: Experiment }) {
  const facts: [string, string][] = [
    ['Primary metric', metricWords[experiment.primaryMetric]], ['Smallest effect that matters', percent(experiment.minimalEffect)],
    ['Layer', experiment.layer], ['Traffic', percent(experiment.traffic, 2)],
    ['Countries', experiment.countries.join(', ') || 'All'], ['Plans', experiment.plans.join(', ') || 'All'],
    ['Started', date(experiment.startedAt)], ...(experiment.stoppedAt ? [['Stopped', date(experiment.stoppedAt)] as [string, string]] : []),
  ];
  return (
    <section className={css.facts} aria-label="Definition">
      {experiment.hypothesis && <p>{experiment.hypothesis}</p>}
      <dl className={encodingCss.facts}>{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      <ul className={css.variants}>
        {experiment.variants.map((one, i) => (
          <li key={one.name}><strong>{one.name}</strong> {i === 0 && one.name !== 'control' && <small>control</small>} <code>{words(one.parameters)}</code></li>
        ))}
      </ul>
    </section>
  );
}

function Grow({ experiment, grown }: { experiment: Experiment; grown: (experiment: Experiment) => void }) {
  const [traffic, setTraffic] = useState('');
  const action = useAction();
  if (experiment.traffic >= 1) return null;
  return (
    <form
      className={css.grow} onSubmit={(event) => {
        event.preventDefault();
        void action.run(async () => {
          grown(await experiments.change(experiment.experimentId, { traffic: Number(traffic) / 100 }));
          setTraffic('');
        });
      }}
    >
      <TextField label="More traffic, %" inputMode="decimal" value={traffic} onChange={(event) => setTraffic(event.target.value)} error={action.fields['traffic']} />
      <Button type="submit" busy={action.busy} disabled={!(Number(traffic) > 0)}>Let more in</Button>
      <Notice>{action.message('traffic')}</Notice>
    </form>
  );
}

const words = (parameters: object) => Object.entries(parameters).map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`).join('; ') || 'as usual';

const date = (at: string | null | undefined) => (at ? new Date(at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' }) : '–');
