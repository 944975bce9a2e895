import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { followEvents } from '../api/events';
import type { Title } from '../api/catalog';
import { playback, type PlaybackStart } from '../api/playback';
import { currentProfile } from '../profiles/current';
import { Button } from '../ui/Button';
import { forgetPages } from '../ui/useLoad';
import { useStore } from '../ui/store';
import { Controls } from './Controls';
import { toggleFullScreen } from './fullScreen';
import { episodeName, headingOf } from './heading';
import { skipAt } from './markers';
import { followMediaSession } from './mediaSession';
import css from './Player.module.css';
import { PlayerEngine } from './PlayerEngine';
import { sourceOf } from './sourceOf';
import { ProgressReporter } from './ProgressReporter';
import { UpNext } from './UpNext';
import { useIdle } from './useIdle';
import { useKeys } from './useKeys';

const dataSaverLines = 480;

interface Props {
  start: PlaybackStart;
  from: number;
  contentId: string;
  title: Title | null;
  onStop: (reason: string, position: number) => void;
  onExpired: (position: number) => void;
}

/** The screen: video element, engine and controls of one playback session. */
export function Player(props: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const frame = useRef<HTMLElement>(null);
  const engine = useEngine(props, video);
  return (
    <main ref={frame} className={css.page}>
      <video ref={video} className={css.video} playsInline />
      {engine && <Overlay {...props} engine={engine} video={video} frame={frame} />}
    </main>
  );
}

/** Engine, progress and server's commands live exactly as long as the session is on screen. */
function useEngine({ start, from, onStop }: Props, video: React.RefObject<HTMLVideoElement | null>): PlayerEngine | null {
  const [engine, setEngine] = useState<PlayerEngine | null>(null);
  useEffect(() => {
    const element = video.current!;
    const gone = new AbortController();
    const made = new PlayerEngine(element, currentProfile.get()?.dataSaver ? dataSaverLines : Infinity);
    const stop = (reason: string) => {
      if (!gone.signal.aborted) onStop(reason, element.currentTime);
    };
    // Nothing is told before the film stands where it resumes: a zero would be taken for the position.
    const reporter = new ProgressReporter(start.sessionId, () => (isUnderWay(made) ? round(made.state.get().position) : null), stop);
    for (const event of ['pause', 'seeked', 'ended']) element.addEventListener(event, () => void reporter.report(), { signal: gone.signal });
    void followEvents(playback.commands(start.sessionId), gone.signal, ({ event, data }) => {
      const command = readCommand(event, data);
      if (command !== null) stop(command);
    });
    setEngine(made);
    void made.load(sourceOf(start, from));
    return () => {
      // Pages show how far the film was watched: they ask anew, when that is told.
      forgetPages(reporter.close());
      gone.abort();
      made.destroy();
    };
  }, [start, from, onStop, video]);
  return engine;
}

function Overlay({ start, contentId, title, onExpired, engine, video, frame }: Props & {
  engine: PlayerEngine;
  video: React.RefObject<HTMLVideoElement | null>;
  frame: React.RefObject<HTMLElement | null>;
}) {
  const state = useStore(engine.state);
  const navigate = useNavigate();
  const heading = useMemo(() => headingOf(start, title), [start, title]);
  const [menu, setMenu] = useState<string | null>(null);
  const idle = useIdle(frame, !state.paused && menu === null && state.status === 'ready');
  const back = () => void navigate(`/title/${contentId}`, { replace: true });
  const next = start.nextVideo ? () => void navigate(`/watch/${contentId}/${start.nextVideo!.videoId}`, { replace: true }) : null;
  const skip = skipAt(start.markers ?? [], state.position, state.duration, next !== null);
  useKeys(engine, frame, { menuOpen: menu !== null, closeMenu: () => setMenu(null), back });
  useEffect(() => followMediaSession(engine, heading, next), [engine, heading, next === null]);
  useEffect(() => {
    if (state.status === 'expired') onExpired(engine.state.get().position);
  }, [state.status, engine, onExpired]);

  return (
    <div
      className={idle ? `${css.overlay} ${css.idle}` : css.overlay}
      onClick={(event) => {
        if (event.target !== event.currentTarget) return;
        if (menu !== null) setMenu(null);
        // A tap on a phone only shows the controls.
        else if ((event.nativeEvent as PointerEvent).pointerType !== 'touch') engine.toggle();
      }}
      onDoubleClick={(event) => {
        if (event.target === event.currentTarget) void toggleFullScreen(frame.current);
      }}
    >
      {state.waiting && state.status !== 'failed' && <span className={css.buffering} role="status" aria-label="Buffering" />}
      {state.reconnecting && <p className={css.reconnecting} role="status">Connection lost. Trying again…</p>}
      {state.status === 'failed' ? (
        <div className={css.message} role="alert">
          <h1>Playback stopped</h1>
          <p>{state.error}</p>
          <div className={css.choices}>
            <Button
              look="primary"
              onClick={() => void engine.load(sourceOf(start, state.position))}
            >
              Try again
            </Button>
            <Button onClick={back}>Back</Button>
          </div>
        </div>
      ) : (
        <Controls
          engine={engine} state={state} heading={heading} start={start} menu={menu} setMenu={setMenu} onBack={back} onNext={next}
          onFullScreen={() => void toggleFullScreen(frame.current)} video={video}
        />
      )}
      {skip && state.status === 'ready' && (
        <div className={css.skip}>
          <Button look="light" icon="next" onClick={() => (skip.toNext && next ? next() : engine.seek(skip.to))}>{skip.label}</Button>
        </div>
      )}
      {state.status === 'ended' && start.nextVideo && next && <UpNext name={episodeName(title, start.nextVideo.videoId)} onPlay={next} />}
    </div>
  );
}

const isUnderWay = (engine: PlayerEngine) => ['ready', 'ended'].includes(engine.state.get().status);
const round = (seconds: number) => Math.round(seconds * 1000) / 1000;

/** A stop command's reason; null for anything else the server says. */
function readCommand(event: string, data: string): string | null {
  try {
    const command = JSON.parse(data) as { type?: string; reason?: string };
    return event === 'stop' || command.type === 'stop' ? (command.reason ?? 'takenOver') : null;
  } catch {
    return event === 'stop' ? 'takenOver' : null;
  }
}
