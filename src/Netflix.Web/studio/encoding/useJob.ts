import { useCallback, useEffect, useState } from 'react';
import { encoding, isRunning, type Job } from '../../api/encoding';
import { followEvents } from '../../api/events';

/** A job as it really is, followed by server-sent events until it ends; after a retry it is followed anew. */
export function useJob(first: Job, onEnded?: () => void) {
  const [job, setJob] = useState(first);
  const { jobId } = first;
  const running = isRunning(job.status);

  useEffect(() => {
    if (!running) return;
    const gone = new AbortController();
    void followEvents(encoding.events(jobId), gone.signal, ({ data }) => {
      const now = JSON.parse(data) as Job;
      setJob(now);
      if (isRunning(now.status)) return;
      gone.abort();
      onEnded?.();
    });
    return () => gone.abort();
  }, [jobId, running, onEnded]);

  const refresh = useCallback(async () => {
    const now = await encoding.job(jobId);
    setJob(now);
    if (!isRunning(now.status)) onEnded?.();
  }, [jobId, onEnded]);
  return { job, running, refresh };
}
