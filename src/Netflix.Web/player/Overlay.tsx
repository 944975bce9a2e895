import { useEffect, useMemo, useState, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import type { Title } from '../api/catalog';
import type { PlaybackStart, SubtitleFile } from '../api/playback';
import { Button } from '../ui/Button';
import { useStore } from '../ui/store';
import { Controls } from './Controls';
import { toggleFullScreen } from './fullScreen';
import { episodeName, headingOf } from './heading';
import { KeyHelp } from './KeyHelp';
import { followMediaSession } from './mediaSession';
import css from './Player.module.css';
import type { PlayerEngine } from './PlayerEngine';
import type { Source } from './playerState';
import { SecondLine } from './SecondLine';
import { Statistics } from './Statistics';
import { StillWatching } from './StillWatching';
import { UpNext } from './UpNext';
import { useEpisodes } from './useEpisodes';
import { useIdle } from './useIdle';
import { useKeys } from './useKeys';
import { useSkip } from './useSkip';

interface Props {
  start: PlaybackStart;
  contentId: string;
  title: Title | null;
  onExpired: (position: number) => void;
  /** The film again, from there. */
  sourceAt: (position: number) => Source;
  /** Where "Back" leads. */
  leaveTo?: string;
  engine: PlayerEngine;
  video: RefObject<HTMLVideoElement | null>;
  frame: RefObject<HTMLElement | null>;
}

const noFiles: SubtitleFile[] = [];

/** All that lies over the picture: controls, what can be skipped, what comes next, and what went wrong. */
export function Overlay({ start, contentId, title, onExpired, sourceAt, leaveTo = `/title/${contentId}`, engine, video, frame }: Props) {
  const state = useStore(engine.state);
  const navigate = useNavigate();
  const heading = useMemo(() => headingOf(start, title), [start, title]);
  const [menu, setMenu] = useState<string | null>(null);
  const [dismissed, setDismissed] = useState(false);
  const [figuresShown, setFiguresShown] = useState(false);
  const back = () => void navigate(leaveTo, { replace: true });
  const next = start.nextVideo ? () => void navigate(`/watch/${contentId}/${start.nextVideo!.videoId}`, { replace: true }) : null;

  const episodes = useEpisodes(engine, state, next);
  const found = useSkip(engine, state, start.markers ?? [], next && episodes.autoplay);
  const atCredits = found?.skip.toNext === true && found.policy !== 'ignore' && state.status === 'ready';
  const upNext = next !== null && !dismissed && !episodes.asking && (state.status === 'ended' || atCredits);

  const idle = useIdle(frame, !state.paused && menu === null && state.status === 'ready');
  useKeys(engine, frame, {
    menuOpen: menu !== null || episodes.asking,
    // Escape closes what is in front, and only then leaves.
    close: episodes.asking ? back : menu !== null ? () => setMenu(null) : upNext ? () => setDismissed(true) : back,
    next,
    toggleFigures: () => setFiguresShown(!figuresShown),
    showKeys: () => setMenu('Keyboard'),
  });
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
            <Button look="primary" onClick={() => void engine.load(sourceAt(state.position))}>Try again</Button>
            <Button onClick={back}>Back</Button>
          </div>
        </div>
      ) : !episodes.asking && (
        <Controls
          engine={engine} state={state} heading={heading} start={start} menu={menu} setMenu={setMenu} onBack={back} onNext={next}
          onFullScreen={() => void toggleFullScreen(frame.current)} onStatistics={() => setFiguresShown(!figuresShown)} video={video}
        />
      )}
      {found && !found.skip.toNext && found.policy !== 'ignore' && state.status === 'ready' && (
        <div className={css.skip}>
          <Button look="light" icon="next" onClick={() => engine.seek(found.skip.to, false)}>{found.skip.label}</Button>
        </div>
      )}
      {upNext && (
        <UpNext
          name={episodeName(title, start.nextVideo!.videoId)} held={menu !== null || (state.paused && state.status !== 'ended')} ended={state.status === 'ended'}
          onPlay={next} onAutoplay={episodes.autoplay} onCancel={() => setDismissed(true)}
        />
      )}
      <SecondLine engine={engine} files={start.subtitles ?? noFiles} video={video} />
      {figuresShown && <Statistics engine={engine} sessionId={start.sessionId} onClose={() => setFiguresShown(false)} />}
      {menu === 'Keyboard' && <KeyHelp onClose={() => setMenu(null)} />}
      {episodes.asking && <StillWatching title={heading.title} onGoOn={episodes.goOn} onLeave={back} />}
    </div>
  );
}
