import { useCallback, useEffect, useState } from 'react';
import type { Title } from '../api/catalog';
import { playback, type PlaybackStart } from '../api/playback';
import { Spinner } from '../ui/Status';
import { Player } from './Player';
import css from './Player.module.css';
import { Refusal } from './Refusal';
import { heldStream } from './heldStream';
import { leave, nextFilm, type ReadyFilm } from './nextFilm';

type Phase =
  | { name: 'starting' }
  | { name: 'playing'; start: PlaybackStart; from: number; ready: ReadyFilm | null }
  | { name: 'refused'; error: unknown }
  | { name: 'stopped'; reason: string; position: number };

const shortestLife = 20_000;

/** One viewing of one video: asks for a session, plays it, asks anew when it runs out, says why when it may not. */
export function Screening({ contentId, videoId, title, begin }: { contentId: string; videoId: string; title: Title | null; begin: number | null }) {
  const [phase, setPhase] = useState<Phase>({ name: 'starting' });
  const [request, setRequest] = useState<{ takeOver: boolean; from: number | null; at: number }>({ takeOver: false, from: begin, at: Date.now() });

  useEffect(() => {
    let left = false;
    setPhase({ name: 'starting' });
    openSession(videoId, request.takeOver).then(
      ({ start, ready }) => {
        // Left meanwhile: the session would hold one of the plan's streams for nothing.
        if (!left) setPhase({ name: 'playing', start, ready, from: request.from ?? start.resumePosition ?? 0 });
        else if (ready) leave(ready);
        else void playback.stop(start.sessionId).catch(() => undefined);
      },
      (error: unknown) => !left && setPhase({ name: 'refused', error }),
    );
    return () => {
      left = true;
    };
  }, [videoId, request]);

  const again = useCallback((takeOver: boolean, from: number | null) => setRequest({ takeOver, from, at: Date.now() }), []);
  const onStop = useCallback((reason: string, position: number) => setPhase({ name: 'stopped', reason, position }), []);
  const onExpired = useCallback(
    (position: number) => {
      // A signature lives for hours; one that is refused at once will not get better by asking for more.
      if (Date.now() - request.at < shortestLife) setPhase({ name: 'refused', error: new Error('The film was refused by the delivery network. Try again in a moment.') });
      else again(false, position);
    },
    [again, request.at],
  );

  switch (phase.name) {
    case 'starting':
      return <main className={css.page}><Spinner label="Starting" /></main>;
    case 'playing':
      return <Player key={phase.start.sessionId} start={phase.start} from={phase.from} ready={phase.ready} contentId={contentId} title={title} onStop={onStop} onExpired={onExpired} />;
    case 'refused':
      return <Refusal contentId={contentId} error={phase.error} onTakeOver={() => again(true, request.from)} onRetry={() => again(false, request.from)} />;
    case 'stopped':
      return <Refusal contentId={contentId} stopped={phase.reason} onTakeOver={() => again(true, phase.position)} onRetry={() => again(false, phase.position)} />;
  }
}

/** The session that was made ready for this video, if the server lets it begin; else a new one. */
async function openSession(videoId: string, takeOver: boolean): Promise<{ start: PlaybackStart; ready: ReadyFilm | null }> {
  const [ready] = await Promise.all([nextFilm.take(videoId), heldStream.release()]);
  try {
    const start = await playback.start(videoId, { takeOver, ...(ready && { begin: ready.start.sessionId }) });
    if (ready === null || start.sessionId === ready.start.sessionId) return { start, ready };
    leave(ready);
    return { start, ready: null };
  } catch (error) {
    if (ready) leave(ready);
    throw error;
  }
}
