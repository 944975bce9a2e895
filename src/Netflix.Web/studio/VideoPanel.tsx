import { useCallback, useEffect, useState } from 'react';
import { encoding, isRunning, type Job } from '../api/encoding';
import { JobCard } from './encoding/JobCard';
import css from './Studio.module.css';
import { UploadBox } from './UploadBox';
import type { UploadTarget } from './upload';
import { Fold } from './video/Fold';
import { MarkersEditor } from './video/MarkersEditor';
import { TracksEditor } from './video/TracksEditor';

const lookAgain = 700;

/** One video: its newest encode job, live, the way to upload a file for it, its markers and its tracks. */
export function VideoPanel({ target, playable, onReady }: { target: UploadTarget; playable: boolean; onReady: () => void }) {
  const [job, setJob] = useState<Job | null>(null);
  // The upload whose job is awaited: the server starts it a moment after the last byte.
  const [awaited, setAwaited] = useState<string | null>(null);
  const [uploads, setUploads] = useState(0);
  const [ended, setEnded] = useState(false);

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function look() {
      const jobs = await encoding.jobs({ contentId: target.contentId }, 1, 100, abort.signal).then((page) => page.items, () => []);
      if (abort.signal.aborted) return;
      const newest = jobs.find((one) => one.stages[0]?.name !== 'addtrack' && (target.videoId ? one.videoId === target.videoId : one.contentId === target.contentId)) ?? null;
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

  const jobId = job?.jobId;
  const onEnded = useCallback(() => {
    if (jobId === undefined) return;
    setUploads((n) => n + 1);
    setEnded(true);
    void encoding.job(jobId).then(setJob, () => undefined);
    onReady();
  }, [jobId, onReady]);

  // A job is completed a moment before its title hears of it.
  const unheard = ended && !playable && job?.status === 'completed';
  useEffect(() => {
    if (!unheard) return;
    const timer = setInterval(onReady, lookAgain);
    return () => clearInterval(timer);
  }, [unheard, onReady]);

  const videoId = target.videoId ?? job?.videoId;
  const active = job !== null && isRunning(job.status);
  return (
    <div className={css.video}>
      {job && <JobCard key={job.jobId} job={job} onEnded={onEnded} />}
      {playable && !active && <p className={css.ready}>Ready to play.</p>}
      {!active && <UploadBox key={uploads} target={target} replace={playable} onDone={() => setAwaited(jobId ?? '')} />}
      {playable && videoId && !target.trailer && (
        <>
          <Fold title="Markers">{() => <MarkersEditor key={job?.status} videoId={videoId} />}</Fold>
          <Fold title="Sound and subtitles">{() => <TracksEditor key={job?.status} target={target} />}</Fold>
        </>
      )}
    </div>
  );
}
