import type { Job, JobStatus, Stage } from '../../api/encoding';
import { Icon, type IconName } from '../../ui/Icon';
import { ProgressBar } from '../../ui/ProgressBar';
import css from './Encoding.module.css';
import { stageMeaning, stageName, statusWords } from './words';

const icons: Partial<Record<Stage['status'], IconName>> = { completed: 'check', failed: 'close', cancelled: 'close', processing: 'play' };

/** The stages of a job in their order, with how many tasks of each are done. */
export const StageList = ({ job }: { job: Job }) => (
  <ol className={css.stages} aria-label="Stages">
    {job.stages.map((stage) => (
      <li key={stage.name} data-stage={stage.name} data-status={stage.status}>
        <span className={css.stageMark}>{icons[stage.status] && <Icon name={icons[stage.status]!} size="1.1em" />}</span>
        <div className={css.stageName}>
          <strong>{stageName(stage.name)}</strong>
          <span>{stageMeaning(stage.name)}</span>
        </div>
        <div className={css.stageState}>
          <span>{words(stage, job.status)}</span>
          <ProgressBar inline percent={stage.progress} {...(stage.status === 'processing' ? { label: stageName(stage.name) } : {})} />
        </div>
      </li>
    ))}
  </ol>
);

function words(stage: Stage, job: JobStatus): string {
  const state =
    stage.status === 'processing' ? `${Math.floor(stage.progress)}%`
    : stage.status === 'completed' ? 'Done'
    : stage.status === 'cancelled' && job === 'failed' ? 'Not done'
    : statusWords[stage.status];
  const tasks = (stage.tasks ?? 0) > 1 ? `${stage.done} of ${stage.tasks} tasks` : null;
  const failures = stage.failures ? `${stage.failures} failed ${stage.failures === 1 ? 'try' : 'tries'}` : null;
  return [state, tasks, failures].filter(Boolean).join(' · ');
}
