import { useState } from 'react';
import { operations, type PrefilledEdge, type PrefillItem, type PrefillPlan, type Prefills } from '../../api/operations';
import { Button, LinkButton } from '../../ui/Button';
import { bytes } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import { Empty, Failed, Notice, Spinner } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import { useLive } from '../../ui/useLive';
import { useTitle } from '../../ui/useTitle';
import encodingCss from '../encoding/Encoding.module.css';
import studioCss from '../Studio.module.css';
import css from './Operations.module.css';

const [whileRunning, atRest] = [1500, 10_000];
const stateWords: Record<PrefilledEdge['state'], string> = {
  waiting: 'Waiting for the edge', running: 'Fetching', done: 'Done', stopped: 'Stopped', expired: 'Ran out of time',
};

/** What edges fetch before viewers ask for it: the plan, the run, and what it was good for. */
export function PrefillPage() {
  const prefills = useLive('prefill', (signal) => operations.prefills(signal), (value) => (value.running ? whileRunning : atRest));
  const [plan, setPlan] = useState<PrefillPlan | null>(null);
  const action = useAction();
  useTitle('Prefill');
  const act = (work: () => Promise<void>) => void action.run(async () => {
    await work();
    prefills.reload();
  });
  const running = prefills.value?.running ?? false;
  return (
    <>
      <header className={studioCss.header}>
        <h1>Prefill</h1>
        <LinkButton to="/studio/edges">Edges</LinkButton>
      </header>
      <section className={css.purge} aria-labelledby="plan">
        <h2 id="plan">What would be fetched</h2>
        <p>
          Titles that viewers will ask for, by what they start (60 %), how new they are (20 %), what rises (10 %) and what comes out within a week (10 %).
          {prefills.value?.automatic && ' Edges do this by themselves in the quiet hours of their region.'}
        </p>
        <div className={css.buttons}>
          <Button busy={action.busy} disabled={running} onClick={() => act(async () => setPlan(await operations.prefill(true)))}>Show the plan</Button>
          {plan && (
            <Button look="primary" busy={action.busy} disabled={running} onClick={() => act(async () => { await operations.prefill(false); setPlan(null); })}>Run now</Button>
          )}
          {running && <Button look="danger" busy={action.busy} onClick={() => act(() => operations.stopPrefill())}>Stop</Button>}
        </div>
        {action.message() && <Notice>{action.message()}</Notice>}
        {plan?.edges.map((edge) => (
          <section key={edge.edgeId} aria-label={`Plan of ${edge.edgeId}`}>
            <h3>{edge.edgeId}</h3>
            <p>
              {[edge.region, `${bytes(edge.plannedBytes)} of ${bytes(edge.capacityBytes)}`, `at most ${plan.maxMbps} Mb/s`,
                `the first ${plan.minutesPerTitle} minutes of each`, `quiet ${edge.quietHours}`].filter(Boolean).join(' · ')}
            </p>
            {edge.items.length === 0 ? <p>Nothing is asked for often enough, or has room.</p> : <Items name={edge.edgeId} items={edge.items} />}
          </section>
        ))}
      </section>
      <section className={css.purge} aria-labelledby="runs">
        <h2 id="runs">Runs and what they were good for</h2>
        {!prefills.value && (prefills.error ? <Failed error={prefills.error} retry={prefills.reload} /> : <Spinner />)}
        {prefills.value?.runs.length === 0 && <Empty title="No edge was filled yet">Look at the plan and run it, or wait for the quiet hours.</Empty>}
        {prefills.value && prefills.value.runs.length > 0 && <Runs runs={prefills.value.runs} />}
      </section>
    </>
  );
}

const Items = ({ name, items }: { name: string; items: PrefillItem[] }) => (
  <div className={encodingCss.scroll} tabIndex={0} role="region" aria-label={`What ${name} would fetch`}>
    <table className={encodingCss.table}>
      <thead><tr>{['Title', 'For', 'Score', 'Views', 'Recency', 'Trend', 'Upcoming', 'Size', 'Held'].map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.assetId}>
            <th scope="row">{titleOf(item)}</th>
            <td>{item.share === 'top' ? 'Everywhere' : 'This region'}</td>
            <td>{item.score.toFixed(2)}</td>
            {[item.views, item.recency, item.trend, item.upcoming].map((part, i) => <td key={i}>{part.toFixed(2)}</td>)}
            <td>{bytes(item.bytes)}</td>
            <td>{item.held ? 'Yes' : 'No'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Runs = ({ runs }: { runs: Prefills['runs'] }) => (
  <div className={encodingCss.scroll} tabIndex={0} role="region" aria-label="Runs">
    <table className={encodingCss.table}>
      <thead>
        <tr>{['Edge', 'Began', 'State', 'Fetched', 'Requests since', 'Hit ratio', 'Without it', 'Origin spared'].map((head) => <th key={head} scope="col">{head}</th>)}</tr>
      </thead>
      <tbody>
        {runs.flatMap((run) => run.edges.map((edge) => (
          <tr key={run.runId + edge.edgeId}>
            <th scope="row">{edge.edgeId}</th>
            <td>{new Date(run.startedAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}{run.byOperator ? '' : ', by itself'}</td>
            <td>{stateWords[edge.state]}{edge.failedFiles > 0 && `, ${edge.failedFiles} files did not come`}</td>
            <td>
              {bytes(edge.fetchedBytes)} of {edge.titles} {edge.titles === 1 ? 'title' : 'titles'}{edge.presentBytes > 0 && `, ${bytes(edge.presentBytes)} was there`}
              {edge.state === 'running' && <ProgressBar inline percent={(100 * (edge.fetchedBytes + edge.presentBytes)) / Math.max(1, edge.plannedBytes)} />}
            </td>
            <td>{edge.effect.requests.toLocaleString('en')}</td>
            <td>{percent(edge.effect.hitRatio)}</td>
            <td>{percent(edge.effect.hitRatioWithout)}</td>
            <td>{edge.effect.saved.toLocaleString('en')}</td>
          </tr>
        )))}
      </tbody>
    </table>
  </div>
);

const titleOf = ({ title, seasonNumber, episodeNumber, assetId }: PrefillItem) =>
  title ? title + (episodeNumber == null ? '' : `, S${seasonNumber} E${episodeNumber}`) : assetId;

const percent = (share: number | null | undefined) => (share == null ? '–' : `${(100 * share).toFixed(1)} %`);
