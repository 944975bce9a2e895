import { useSearchParams } from 'react-router';
import { groupings, operations, type Grouping, type Quality } from '../../api/operations';
import { SelectField } from '../../ui/Field';
import { Empty, Failed, Notice, Spinner } from '../../ui/Status';
import { useLive } from '../../ui/useLive';
import { useTitle } from '../../ui/useTitle';
import encodingCss from '../encoding/Encoding.module.css';
import studioCss from '../Studio.module.css';
import { useFilterChoice } from '../useFilterField';
import { LineChart } from './LineChart';
import css from './Operations.module.css';

const lookAgain = 5000;
const ranges: Record<string, [name: string, hours: number]> = { '1h': ['The last hour', 1], '24h': ['The last day', 24], '7d': ['The last week', 168], '31d': ['The last 31 days', 744] };
const groupWords: Record<Grouping, string> = { title: 'Title', edge: 'Edge', region: 'Region', device: 'Device', rung: 'Quality' };

/** How films start and run at viewers' screens, as their players tell. */
export function QualityPage() {
  const [query] = useSearchParams();
  const range = ranges[query.get('range') ?? ''] ? query.get('range')! : '1h';
  const by = groupings.find((one) => one === query.get('by')) ?? 'title';
  const [rangeChoice, byChoice] = [useFilterChoice('range'), useFilterChoice('by')];
  const quality = useLive(
    `${range}:${by}`, (signal) => operations.quality(new Date(Date.now() - ranges[range]![1] * 3_600_000).toISOString(), by, signal), () => lookAgain,
  );
  useTitle('Quality');
  return (
    <>
      <header className={studioCss.header}><h1>Quality of experience</h1></header>
      <form className={studioCss.filters} onSubmit={(event) => event.preventDefault()}>
        <SelectField label="Time" {...rangeChoice} value={range}>
          {Object.entries(ranges).map(([key, [name]]) => <option key={key} value={key}>{name}</option>)}
        </SelectField>
        <SelectField label="By" {...byChoice} value={by}>
          {groupings.map((one) => <option key={one} value={one}>{groupWords[one]}</option>)}
        </SelectField>
      </form>
      {!quality.value && (quality.error ? <Failed error={quality.error} retry={quality.reload} /> : <Spinner />)}
      {quality.value && <Report quality={quality.value} by={by} />}
    </>
  );
}

function Report({ quality, by }: { quality: Quality; by: Grouping }) {
  const figures: [string, string][] = [
    ['Streams now', quality.concurrentStreams.toLocaleString('en')],
    ['Sessions', quality.sessions.toLocaleString('en')],
    ['Score', points(quality.score)],
    ['Start, median', seconds(quality.startupMs.p50)],
    ['Start, 95 of 100 within', seconds(quality.startupMs.p95)],
    ['Time spent buffering', percent(quality.bufferingRatio)],
    ['Changes of quality an hour', quality.switchesPerHour?.toFixed(1) ?? '–'],
    ['Sessions with an error', percent(quality.errorRate)],
  ];
  return (
    <>
      {quality.alerts.map((alert) => <Notice key={alert.metric}>{alert.message}</Notice>)}
      <dl className={css.figures}>{figures.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {quality.sessions === 0 ? <Empty title="Nobody watched in this time">Figures appear here while films play.</Empty> : (
        <>
          <div className={encodingCss.sideBySide}>
            <LineChart name="Score" points={quality.series.map((one) => ({ at: one.at, value: one.score }))} format={points} most={100} />
            <LineChart name="Time spent buffering" points={quality.series.map((one) => ({ at: one.at, value: one.bufferingRatio }))} format={percent} />
            <LineChart name="Start, median" points={quality.series.map((one) => ({ at: one.at, value: one.startupMs }))} format={seconds} />
            <LineChart name="Sessions" points={quality.series.map((one) => ({ at: one.at, value: one.sessions }))} format={(value) => String(value ?? '–')} />
          </div>
          <div className={encodingCss.scroll} tabIndex={0} role="region" aria-label={`By ${groupWords[by].toLowerCase()}`}>
            <table className={encodingCss.table}>
              <thead><tr><th scope="col">{groupWords[by]}</th>{['Sessions', 'Score', 'Start', 'Buffering', 'Errors'].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
              <tbody>
                {quality.groups.map((group) => (
                  <tr key={group.key}>
                    <th scope="row">{group.name}</th>
                    <td>{group.sessions.toLocaleString('en')}</td>
                    <td>{points(group.score)}</td>
                    <td>{seconds(group.startupMs)}</td>
                    <td>{percent(group.bufferingRatio)}</td>
                    <td>{percent(group.errorRate)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}

const points = (score: number | null | undefined) => score?.toFixed(0) ?? '–';
const percent = (share: number | null | undefined) => (share == null ? '–' : `${(100 * share).toFixed(2).replace(/\.?0+$/, '')} %`);
const seconds = (ms: number | null | undefined) => (ms == null ? '–' : `${(ms / 1000).toFixed(2)} s`);
