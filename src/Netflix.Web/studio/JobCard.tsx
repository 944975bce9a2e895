import { useEffect, useState } from 'react';
import { followEvents } from '../api/events';
import { studio, type Job, type JobStatus } from '../api/studio';
import { Button } from '../ui/Button';
import { ProgressBar } from '../ui/ProgressBar';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import css from './Studio.module.css';

const words: Record<JobStatus, string> = { pending: 'Waiting', processing: 'Encoding', completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' };
const isOver = (status: JobStatus) => status !== 'pending' && status !== 'processing';

/** An encode job as it really is, followed by server-sent events until it ends. */
export function JobCard({ job: first, onEnded, heading }: { job: Job; onEnded?: () => void; heading?: string }) {
  const [job, setJob] = useState(first);
  const act = useAction();
  // True again after a retry, which is then followed anew.
  const running = !isOver(job.status);

  useEffect(() => {
    if (!running) return;
    const gone = new AbortController();
    void followEvents(studio.jobEvents(first.jobId), gone.signal, ({ data }) => {
      const change = JSON.parse(data) as Partial<Job>;
      setJob((before) => ({ ...before, ...change }));
      if (change.status && isOver(change.status)) {
        gone.abort();
        onEnded?.();
      }
    });
    return () => gone.abort();
  }, [first.jobId, running, onEnded]);

  const retry = () =>
    act.run(async () => {
      await studio.retry(job.jobId);
      setJob(await studio.job(job.jobId));
    });
  const cancel = () =>
    act.run(async () => {
      await studio.cancel(job.jobId);
      setJob(await studio.job(job.jobId));
      onEnded?.();
    });

  return (
    <article className={css.job} aria-label={heading ?? 'Encoding'} data-testid="job" data-status={job.status}>
      <div className={css.uploadLine}>
        <strong>{heading ?? 'Encoding'}</strong>
        <span className={`${css.badge} ${css[job.status] ?? ''}`}>{words[job.status]}{running ? ` ${Math.floor(job.progress)}%` : ''}</span>
      </div>
      {running && <ProgressBar inline percent={job.progress} label="Encoded" />}
      {job.error && <Notice>{job.error}</Notice>}
      {running && job.stages.length > 0 && (
        <ol className={css.stages}>
          {job.stages.map((stage) => (
            <li key={stage.name} data-status={stage.status}>
              {stage.name}
              {stage.status === 'processing' ? ` ${Math.floor(stage.progress)}%` : ''}
            </li>
          ))}
        </ol>
      )}
      {job.renditions.length > 0 && (
        <ul className={css.renditions} aria-label="Renditions">
          {job.renditions.map((one) => (
            <li key={one.quality}>
              <strong>{one.quality}</strong>
              {one.bitrate ? <span>{(one.bitrate / 1e6).toFixed(2)} Mb/s</span> : null}
            </li>
          ))}
        </ul>
      )}
      <Notice>{act.message()}</Notice>
      {(running || job.status === 'failed' || job.status === 'cancelled') && (
        <div className={css.buttons}>
          {running ? <Button busy={act.busy} onClick={() => void cancel()}>Cancel</Button> : <Button busy={act.busy} onClick={() => void retry()}>Retry</Button>}
        </div>
      )}
    </article>
  );
}
