import { useEffect, useRef, useState } from 'react';
import { followEvents } from '../api/events';
import type { Title } from '../api/catalog';
import { playback, type PlaybackStart } from '../api/playback';
import { forgetPages } from '../ui/useLoad';
import { EventReporter } from './EventReporter';
import { LicenceRenewal } from './LicenceRenewal';
import { maxLines, nextFilm, type ReadyFilm } from './nextFilm';
import { Overlay } from './Overlay';
import css from './Player.module.css';
import { PlayerEngine } from './PlayerEngine';
import { profileSettings } from './profileSettings';
import { ProgressReporter } from './ProgressReporter';
import { sourceOf } from './sourceOf';
import { styleSubtitles } from './subtitles';
import { rememberTracks } from './trackMemory';

interface Props {
  start: PlaybackStart;
  from: number;
  /** Made ready while the episode before it played. */
  ready: ReadyFilm | null;
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
      {engine && <Overlay {...props} sourceAt={(position) => sourceOf(props.start, position)} engine={engine} video={video} frame={frame} />}
    </main>
  );
}

/** Engine, progress and server's commands live exactly as long as the session is on screen. */
function useEngine({ start, from, ready, contentId, onStop, onExpired }: Props, video: React.RefObject<HTMLVideoElement | null>): PlayerEngine | null {
  const [engine, setEngine] = useState<PlayerEngine | null>(null);
  useEffect(() => {
    const element = video.current!;
    const gone = new AbortController();
    const made = new PlayerEngine(element, maxLines(), ready);
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
    const forgetTracks = rememberTracks(made, contentId, start.viewing);
    const settings = profileSettings();
    if (start.viewing) settings.adopt(start.viewing.settings);
    const style = () => styleSubtitles(settings.get().subtitles);
    style();
    const unstyle = settings.subscribe(style);
    const refused = (reason: string | null) => {
      if (reason !== null) stop(reason);
      else if (!gone.signal.aborted) onExpired(element.currentTime);
    };
    const renewal = start.licenseUrl === null ? null : new LicenceRenewal(start.licenseUrl, () => made.keyIds(), () => !element.paused, refused);
    // Late enough that it will be wanted, early enough that it is there at the credits.
    const prepare = () => {
      const next = start.nextVideo?.videoId;
      if (next && element.duration > 0 && element.currentTime >= element.duration * preloadAt) nextFilm.prepare(next, start.sessionId);
    };
    element.addEventListener('timeupdate', prepare, { signal: gone.signal });
    const events = new EventReporter(start.sessionId, made, element);
    setEngine(made);
    void made.load(sourceOf(start, from));
    return () => {
      // Pages show how far the film was watched: they ask anew, when that is told.
      events.close();
      renewal?.close();
      forgetTracks();
      unstyle();
      forgetPages(reporter.close());
      gone.abort();
      made.destroy();
    };
  }, [start, from, ready, contentId, onStop, onExpired, video]);
  return engine;
}

/** Share of an episode after which the next one is made ready. */
const preloadAt = 0.8;

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
