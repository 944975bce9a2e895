import { useCallback, useEffect, useState } from 'react';
import { studio, type Job } from '../api/studio';
import { JobCard } from './JobCard';
import css from './Studio.module.css';
import { UploadBox } from './UploadBox';
import type { UploadTarget } from './upload';

const lookAgain = 700;

/** One video: its newest encode job, live, and the way to upload a file for it. */
export function VideoPanel({ target, playable, onReady }: { target: UploadTarget; playable: boolean; onReady: () => void }) {
  const [job, setJob] = useState<Job | null>(null);
  // The upload whose job is awaited: the server starts it a moment after the last byte.
  const [awaited, setAwaited] = useState<string | null>(null);
  const [uploads, setUploads] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function look() {
      const jobs = await studio.jobs(target.contentId, abort.signal).catch(() => []);
      if (abort.signal.aborted) return;
      const newest = jobs.find((one) => (target.videoId ? one.videoId === target.videoId : one.contentId === target.contentId)) ?? null;
      setJob(newest);
      if (awaited !== null && (newest?.jobId ?? '') === awaited) timer = setTimeout(() => void look(), lookAgain);
      else setAwaited(null);
    }
    void look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [target.contentId, target.videoId, awaited]);

  const onFinished = useCallback(() => {
    setUploads((n) => n + 1);
    onReady();
  }, [onReady]);
  const active = job !== null && (job.status === 'pending' || job.status === 'processing');
  return (
    <div className={css.video}>
      {job && <JobCard key={job.jobId} job={job} onFinished={onFinished} />}
      {playable && !active && <p className={css.ready}>Ready to play.</p>}
      {!active && <UploadBox key={uploads} target={target} replace={playable} onDone={() => setAwaited(job?.jobId ?? '')} />}
    </div>
  );
}
