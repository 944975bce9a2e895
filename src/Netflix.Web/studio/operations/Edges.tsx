import { useRef } from 'react';
import { operations, type Edge } from '../../api/operations';
import { ago } from '../../ui/ago';
import { Button, LinkButton } from '../../ui/Button';
import { bytes, rate } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import { Empty, Failed, Notice, Spinner } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import { useLive } from '../../ui/useLive';
import { useTitle } from '../../ui/useTitle';
import studioCss from '../Studio.module.css';
import css from './Operations.module.css';
import { PurgeForm } from './PurgeForm';

const lookAgain = 3000;
const healthWords = { healthy: 'Healthy', draining: 'Draining', down: 'Down' };

/** The machines that send films to viewers: how they are, and taking them out of service. */
export function Edges() {
  const edges = useLive('edges', (signal) => operations.edges(signal), () => lookAgain);
  const rates = useRates(edges.value?.items);
  useTitle('Edges');
  const all = edges.value?.items ?? [];
  const served = all.filter((edge) => edge.health !== 'down');
  const [hits, asked] = [sum(all, (edge) => edge.hits), sum(all, (edge) => edge.hits + edge.misses)];
  return (
    <>
      <header className={studioCss.header}>
        <h1>Edges {edges.value && <small>{edges.value.totalCount.toLocaleString('en')}</small>}</h1>
        <LinkButton to="/studio/edges/prefill">Prefill</LinkButton>
      </header>
      {!edges.value && (edges.error ? <Failed error={edges.error} retry={edges.reload} /> : <Spinner />)}
      {edges.value && all.length === 0 && <Empty title="No edge has registered">Start one with the edge role: it appears here with its first heartbeat.</Empty>}
      {all.length > 0 && (
        <>
          {served.length === 0 && <Notice>No edge is up: nobody can start a film.</Notice>}
          <dl className={css.figures}>
            <Figure name="In service" value={`${all.filter((edge) => edge.health === 'healthy').length} of ${all.length}`} />
            <Figure name="Sending now" value={rate(sum(all, (edge) => rates.get(edge.edgeId) ?? 0))} />
            <Figure name="Hit ratio" value={asked === 0 ? '–' : percent(hits / asked)} />
            <Figure name="Sent" value={bytes(sum(all, (edge) => edge.sentBytes))} />
            <Figure name="Fetched from the origin" value={sum(all, (edge) => edge.originFetches).toLocaleString('en')} />
          </dl>
          <ul className={css.edges} aria-label="Edges">
            {all.map((edge) => <Row key={edge.edgeId} edge={edge} bits={rates.get(edge.edgeId)} reload={edges.reload} />)}
          </ul>
          <PurgeForm />
        </>
      )}
    </>
  );
}

function Row({ edge, bits, reload }: { edge: Edge; bits: number | undefined; reload: () => void }) {
  const action = useAction();
  const turn = () => action.run(async () => {
    await (edge.draining ? operations.undrain(edge.edgeId) : operations.drain(edge.edgeId));
    reload();
  });
  const filled = edge.capacityBytes > 0 ? (100 * edge.cachedBytes) / edge.capacityBytes : 0;
  return (
    <li className={css.edge} data-testid="edge" data-health={edge.health} aria-label={edge.edgeId}>
      <div className={css.name}>
        <h2>{edge.edgeId}</h2>
        <p>{[edge.region, edge.baseUrl, `seen ${ago(edge.lastSeen)}`].filter(Boolean).join(' · ')}</p>
      </div>
      <span className={css.health}>{healthWords[edge.health]}</span>
      <dl className={css.measures}>
        <Measure name="Load" value={percent(edge.load)} bar={100 * edge.load} />
        <Measure name="Cache" value={`${bytes(edge.cachedBytes)} of ${bytes(edge.capacityBytes)}`} bar={filled} />
        {edge.diskCapacityBytes > 0 && (
          <Measure name="Disk" value={`${bytes(edge.diskBytes)} of ${bytes(edge.diskCapacityBytes)}`} bar={(100 * edge.diskBytes) / edge.diskCapacityBytes} />
        )}
        <Measure name="Titles" value={edge.assets.toLocaleString('en')} />
        <Measure name="Hit ratio" value={edge.hitRatio == null ? '–' : percent(edge.hitRatio)} />
        <Measure name="Now" value={bits === undefined ? '–' : `${rate(bits)}, ${edge.sending} under way`} />
        <Measure name="Sent" value={bytes(edge.sentBytes)} />
      </dl>
      <Button busy={action.busy} onClick={() => void turn()} disabled={edge.health === 'down' && !edge.draining}>{edge.draining ? 'Put back' : 'Drain'}</Button>
      {action.message() && <div className={css.wide}><Notice>{action.message()}</Notice></div>}
    </li>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => <div><dt>{name}</dt><dd>{value}</dd></div>;

const Measure = ({ name, value, bar }: { name: string; value: string; bar?: number }) => (
  <div><dt>{name}</dt><dd>{value}{bar !== undefined && <ProgressBar inline percent={bar} />}</dd></div>
);

/** Bits a second of each edge, by what it had sent at the last two looks; an edge that started anew begins again. */
function useRates(edges: Edge[] | undefined): Map<string, number> {
  const seen = useRef(new Map<string, { at: number; bytes: number; bits?: number }>());
  for (const edge of edges ?? []) {
    const [at, before] = [Date.parse(edge.lastSeen), seen.current.get(edge.edgeId)];
    if (before && at <= before.at) continue;
    const bits = before && edge.sentBytes >= before.bytes ? (8000 * (edge.sentBytes - before.bytes)) / (at - before.at) : undefined;
    seen.current.set(edge.edgeId, { at, bytes: edge.sentBytes, ...(bits !== undefined && { bits }) });
  }
  return new Map([...seen.current].flatMap(([id, { bits }]) => (bits === undefined ? [] : [[id, bits] as const])));
}

const sum = <T,>(all: T[], of: (one: T) => number) => all.reduce((total, one) => total + of(one), 0);

const percent = (share: number) => `${(100 * share).toFixed(share > 0 && share < 0.995 ? 1 : 0)} %`;
