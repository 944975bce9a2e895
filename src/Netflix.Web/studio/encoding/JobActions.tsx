import { encoding, isRunning, type Job } from '../../api/encoding';
import { Button } from '../../ui/Button';
import type { useAction } from '../../ui/useAction';

/** Stops a job, or goes on with one that stopped. */
export function JobActions({ job, action, onDone }: { job: Job; action: ReturnType<typeof useAction>; onDone: () => Promise<void> | void }) {
  const act = (work: () => Promise<void>) =>
    action.run(async () => {
      await work();
      await onDone();
    });
  if (isRunning(job.status)) return <Button icon="close" aria-label={`Cancel ${job.title}`} busy={action.busy} onClick={() => void act(() => encoding.cancel(job.jobId))}>Cancel</Button>;
  // Of a source that was refused, or that a newer one replaced, nothing is left to try again.
  if (job.status === 'completed' || job.retryable === false) return null;
  return <Button look="light" icon="again" aria-label={`Retry ${job.title}`} busy={action.busy} onClick={() => void act(() => encoding.retry(job.jobId))}>Retry</Button>;
}
