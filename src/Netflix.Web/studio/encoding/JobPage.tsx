import { Link, useParams } from 'react-router';
import { encoding, type Job } from '../../api/encoding';
import { ago } from '../../ui/ago';
import { LinkButton } from '../../ui/Button';
import { Failed, Notice, Spinner } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import { useLoad } from '../../ui/useLoad';
import { useTitle } from '../../ui/useTitle';
import studioCss from '../Studio.module.css';
import { AnalysisPanel } from './AnalysisPanel';
import css from './Encoding.module.css';
import { FailureLog } from './FailureLog';
import { JobActions } from './JobActions';
import { PrioritySelect } from './PrioritySelect';
import { QualityPanel } from './QualityPanel';
import { Redo } from './Redo';
import { RungTable } from './RungTable';
import { SourceFacts } from './SourceFacts';
import { StageList } from './StageList';
import { StatusBadge } from './StatusBadge';
import { useJob } from './useJob';
import { progressWords, statusWords, tookWords } from './words';

/** One encode job, whole: how far it is, what it makes, what was found, and what to do about it. */
export function JobPage() {
  const { jobId = '' } = useParams();
  const job = useLoad(`job:${jobId}`, (signal) => encoding.job(jobId, signal));
  if (job.state === 'loading') return <Spinner />;
  if (job.state === 'failed') return <><p><Link className={studioCss.crumb} to="/studio/encoding">Encoding</Link></p><Failed error={job.error} retry={job.reload} /></>;
  return <Loaded key={`${jobId}:${job.value.status}`} first={job.value} />;
}

function Loaded({ first }: { first: Job }) {
  const { job, running, refresh } = useJob(first);
  const action = useAction();
  const took = tookWords(job);
  useTitle(`${job.title}, encoding`);
  return (
    <div className={css.page} data-testid="job" data-status={job.status}>
      <p><Link className={studioCss.crumb} to="/studio/encoding">Encoding</Link></p>
      <header className={studioCss.header}>
        <h1>{job.title}</h1>
        <StatusBadge job={job} />
        <div className={css.actions}>
          {running && <PrioritySelect job={job} action={action} onDone={refresh} />}
          <LinkButton to={`/studio/${job.contentId}`} icon="film">Open the title</LinkButton>
          <JobActions job={job} action={action} onDone={refresh} />
        </div>
      </header>
      <p className={studioCss.muted}>
        {[job.filename, `added ${ago(job.createdAt)}`, took].filter(Boolean).join(' · ')}
      </p>
      {/* The status alone: a reader is not to hear each percent. */}
      <p className="visually-hidden" role="status">{statusWords[job.status]}</p>
      <Notice>{action.message()}</Notice>
      <section className={studioCss.panel} aria-label="Progress">
        <div className={studioCss.uploadLine}>
          <h2>{running ? 'Under way' : 'Stages'}</h2>
          {running && <span className={studioCss.muted}>{progressWords(job)}</span>}
        </div>
        {job.error && <Notice>{job.error}</Notice>}
        {job.status === 'failed' && job.retryable === false && <p className={studioCss.muted}>The file was not kept. Open the title to send another.</p>}
        <StageList job={job} />
        {job.status === 'failed' && job.retryable !== false && <Redo job={job} action={action} onDone={refresh} />}
        {job.status === 'failed' && <FailureLog jobId={job.jobId} />}
      </section>
      {job.renditions.length > 0 && <RungTable job={job} />}
      {job.qualityReport && <QualityPanel job={job} report={job.qualityReport} />}
      {job.analysis && <AnalysisPanel analysis={job.analysis} />}
      {job.source && <SourceFacts source={job.source} assetId={job.assetId} />}
    </div>
  );
}
