import { Link, useParams, useSearchParams } from 'react-router';
import { operations, type AnalyticsOverview, type ContentAnalytics } from '../../api/operations';
import { SelectField } from '../../ui/Field';
import { Empty, Failed, Spinner } from '../../ui/Status';
import { useLoad } from '../../ui/useLoad';
import { useTitle } from '../../ui/useTitle';
import encodingCss from '../encoding/Encoding.module.css';
import studioCss from '../Studio.module.css';
import { useFilterChoice } from '../useFilterField';
import { LineChart } from './LineChart';
import css from './Operations.module.css';

const ranges: Record<string, [name: string, days: number]> = { '7d': ['The last week', 7], '28d': ['The last four weeks', 28], '90d': ['The last 90 days', 90] };
const day = 86_400_000;

/** What is watched, where, on what and how far: of all titles, or of the one that the address names. */
export function AnalyticsPage() {
  const { contentId } = useParams();
  const [query] = useSearchParams();
  const range = ranges[query.get('range') ?? ''] ? query.get('range')! : '28d';
  const choice = useFilterChoice('range');
  const loaded = useLoad<AnalyticsOverview | ContentAnalytics>(`analytics:${contentId ?? 'all'}:${range}`, (signal) => {
    const from = new Date(Date.now() - ranges[range]![1] * day).toISOString();
    return contentId ? operations.contentAnalytics(contentId, from, signal) : operations.analytics(from, signal);
  });
  useTitle('Analytics');
  const report = loaded.state === 'ready' ? loaded.value : null;
  return (
    <>
      <header className={studioCss.header}>
        <h1>{contentId ? (report && 'title' in report && report.title) || 'One title' : 'Analytics'}</h1>
        {contentId && <Link to="/studio/analytics">All titles</Link>}
      </header>
      <form className={studioCss.filters} onSubmit={(event) => event.preventDefault()}>
        <SelectField label="Time" {...choice} value={range}>
          {Object.entries(ranges).map(([key, [name]]) => <option key={key} value={key}>{name}</option>)}
        </SelectField>
      </form>
      {loaded.state === 'loading' && <Spinner />}
      {loaded.state === 'failed' && <Failed error={loaded.error} retry={loaded.reload} />}
      {report && <Report report={report} />}
    </>
  );
}

function Report({ report }: { report: AnalyticsOverview | ContentAnalytics }) {
  const figures: [string, string][] = [
    ['Starts', count(report.starts)],
    ['Viewers', count(report.viewers)],
    ['Hours watched', hours(report.watchHours)],
    ['Watched to the end', percent(report.completionRate)],
  ];
  if ('concurrentStreams' in report) figures.push(['Streams now', report.concurrentStreams == null ? '–' : count(report.concurrentStreams)]);
  return (
    <>
      <dl className={css.figures}>{figures.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {report.starts === 0 ? <Empty title="Nobody watched in this time">Figures appear here once somebody plays.</Empty> : (
        <div className={css.report}>
          <div className={encodingCss.sideBySide}>
            <LineChart name="Starts a day" points={report.series.map((one) => ({ at: one.day, value: one.starts }))} format={(value) => count(value ?? 0)} />
            <LineChart name="Hours watched a day" points={report.series.map((one) => ({ at: one.day, value: one.watchHours }))} format={(value) => hours(value ?? 0)} />
          </div>
          {'titles' in report && <Rows name="Title" rows={report.titles.map((one) => ({ ...one, key: one.contentId, to: `/studio/analytics/${one.contentId}` }))} />}
          {'leftAt' in report && <LeftAt parts={report.leftAt} />}
          {'videos' in report && report.videos.length > 1 && (
            <Rows name="Episode" rows={report.videos.map((one) => ({ ...one, key: one.videoId, name: one.episodeNumber == null ? one.name : `S${one.seasonNumber} E${one.episodeNumber} ${one.name}` }))} />
          )}
          <div className={encodingCss.sideBySide}>
            <Rows name="Region" rows={report.regions} />
            <Rows name="Device" rows={report.devices} />
          </div>
        </div>
      )}
    </>
  );
}

const Rows = ({ name, rows }: { name: string; rows: { key: string; name: string; to?: string; starts: number; viewers: number; watchHours: number }[] }) => (
  <div className={encodingCss.scroll} tabIndex={0} role="region" aria-label={`By ${name.toLowerCase()}`}>
    <table className={encodingCss.table}>
      <thead><tr><th scope="col">{name}</th>{['Starts', 'Viewers', 'Hours'].map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.to ? <Link to={row.to}>{row.name}</Link> : row.name}</th>
            <td>{count(row.starts)}</td>
            <td>{count(row.viewers)}</td>
            <td>{hours(row.watchHours)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** Where viewers left who did not come to the end. */
const LeftAt = ({ parts }: { parts: number[] }) => (
  <div className={encodingCss.scroll} tabIndex={0} role="region" aria-label="Where viewers left">
    <table className={encodingCss.table}>
      <thead><tr><th scope="col">Part of the way</th>{parts.map((_, i) => <th key={i} scope="col">{(i + 1) * 10} %</th>)}</tr></thead>
      <tbody><tr><th scope="row">Viewers who left</th>{parts.map((left, i) => <td key={i}>{count(left)}</td>)}</tr></tbody>
    </table>
  </div>
);

const count = (value: number) => value.toLocaleString('en');
const hours = (value: number) => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
const percent = (share: number | null | undefined) => (share == null ? '–' : `${(100 * share).toFixed(0)} %`);
