import { Link } from 'react-router';
import type { Job } from '../../api/encoding';
import { rate } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import { Notice } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import css from '../Studio.module.css';
import { JobActions } from './JobActions';
import { StatusBadge } from './StatusBadge';
import { useJob } from './useJob';
import { progressWords } from './words';

/** A video's encode job in short, on the page of its title; live. */
export function JobCard({ job: first, name = 'Encoding', onEnded }: { job: Job; name?: string; onEnded?: () => void }) {
  const { job, running, refresh } = useJob(first, onEnded);
  const action = useAction();
  return (
    <article className={css.job} aria-label={name} data-testid="job" data-status={job.status}>
      <div className={css.uploadLine}>
        <strong><Link className={css.link} to={`/studio/encoding/${job.jobId}`}>{name}</Link></strong>
        <span className={css.gap} />
        {running && <span className={css.muted}>{progressWords(job)}</span>}
        <StatusBadge job={job} />
      </div>
      {running && <ProgressBar inline percent={job.progress} label="Encoded" />}
      {job.error && <Notice>{job.error}</Notice>}
      {job.renditions.length > 0 && (
        <ul className={css.renditions} aria-label="Renditions">
          {job.renditions.map((one) => (
            <li key={one.name ?? one.quality}>
              <strong>{one.quality}</strong>
              {one.bitrate ? <span>{rate(one.bitrate)}</span> : null}
            </li>
          ))}
        </ul>
      )}
      <Notice>{action.message()}</Notice>
      <div className={css.buttons}>
        <JobActions job={job} action={action} onDone={refresh} />
      </div>
    </article>
  );
}
