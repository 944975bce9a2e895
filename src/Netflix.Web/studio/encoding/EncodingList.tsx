import { Link, useSearchParams } from 'react-router';
import { encoding, isRunning, type Job } from '../../api/encoding';
import { ago } from '../../ui/ago';
import { SelectField, TextField } from '../../ui/Field';
import { span } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import { Empty, Failed, Notice, Spinner } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import { useLive } from '../../ui/useLive';
import { useTitle } from '../../ui/useTitle';
import { Pager, pageOf } from '../Pager';
import studioCss from '../Studio.module.css';
import { useFilterChoice, useFilterField } from '../useFilterField';
import css from './Encoding.module.css';
import { JobActions } from './JobActions';
import { PrioritySelect } from './PrioritySelect';
import { QueueBanner } from './QueueBanner';
import { StatusBadge } from './StatusBadge';
import { progressWords, statusWords, tookWords } from './words';

const size = 25;
// Asked, not streamed: a browser keeps six connections to a server, and a list may have more jobs under way.
const [whileRunning, whileQuiet] = [1500, 6000];

/** All encode jobs, newest first, and the queue they wait in. */
export function EncodingList() {
  const [query] = useSearchParams();
  const [page, words, status] = [pageOf(query), query.get('query') ?? undefined, query.get('status') ?? undefined];
  const text = useFilterField('query');
  const statuses = useFilterChoice('status');
  const jobs = useLive(
    `${words}:${status}:${page}`, (signal) => encoding.jobs({ query: words, status }, page, size, signal),
    (found) => (found.items.some((job) => isRunning(job.status)) ? whileRunning : whileQuiet),
  );
  useTitle('Encoding');
  return (
    <>
      <header className={studioCss.header}>
        <h1>Encoding {jobs.value && <small>{jobs.value.totalCount.toLocaleString('en')}</small>}</h1>
      </header>
      <QueueBanner />
      <form className={studioCss.filters} role="search" onSubmit={(event) => event.preventDefault()}>
        <TextField label="Title or file" type="search" {...text} />
        <SelectField label="Status" {...statuses}>
          <option value="">All</option>
          {Object.entries(statusWords).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
        </SelectField>
      </form>
      {!jobs.value && (jobs.error ? <Failed error={jobs.error} retry={jobs.reload} /> : <Spinner />)}
      {jobs.value?.items.length === 0 && (
        words || status ? <Empty title="No job is like this">Try fewer letters, or another status.</Empty>
          : <Empty title="Nothing was encoded yet">A job appears here with every upload.</Empty>
      )}
      {jobs.value && jobs.value.items.length > 0 && (
        <>
          <ul className={css.list} aria-label="Jobs">
            {jobs.value.items.map((job) => <Row key={job.jobId} job={job} reload={jobs.reload} />)}
          </ul>
          <Pager page={page} limit={size} totalCount={jobs.value.totalCount} />
        </>
      )}
    </>
  );
}

function Row({ job, reload }: { job: Job; reload: () => void }) {
  const action = useAction();
  const running = isRunning(job.status);
  const took = tookWords(job);
  return (
    <li className={css.row} data-testid="job" data-status={job.status} aria-label={job.title}>
      <div className={css.rowName}>
        <h2><Link to={`/studio/encoding/${job.jobId}`}>{job.title}</Link></h2>
        <p>{[job.filename, ago(job.createdAt), job.durationSeconds ? `${span(job.durationSeconds)} of film` : null].filter(Boolean).join(' · ')}</p>
      </div>
      <div className={css.rowState}>
        <StatusBadge job={job} />
        <span className={css.rowWords}>{running ? progressWords(job) : took}</span>
        {running && <ProgressBar inline percent={job.progress} label={`Encoded of ${job.title}`} />}
      </div>
      <div className={css.rowActions}>
        {running && <PrioritySelect job={job} action={action} onDone={reload} />}
        <JobActions job={job} action={action} onDone={reload} />
      </div>
      {(job.error ?? action.message()) && <div className={css.rowNotice}><Notice>{action.message() ?? job.error}</Notice></div>}
    </li>
  );
}
