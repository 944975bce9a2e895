import { useEffect, useRef, useState } from 'react';
import { playback } from '../../api/playback';
import { ApiError, messageOf } from '../../api/problem';
import { heldStream } from '../../player/heldStream';
import { PlayerEngine } from '../../player/PlayerEngine';
import { sourceOf } from '../../player/sourceOf';
import { Notice } from '../../ui/Status';
import { useStore } from '../../ui/store';
import css from './Video.module.css';

// Sessions know what viewers can see alone.
const unpublished = 'The player opens once the title is published: until then, write the times by hand.';

/** The video in a small player with the browser's controls, to find a place in it; nothing counts as watched. */
export default function FilmPlayer({ videoId, onPosition }: { videoId: string; onPosition: (read: () => number | null) => void }) {
  const element = useRef<HTMLVideoElement>(null);
  const [engine, setEngine] = useState<PlayerEngine | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    const video = element.current!;
    let left = false;
    let made: PlayerEngine | null = null;
    let sessionId: string | null = null;
    const stop = () => {
      if (sessionId !== null) heldStream.closes(playback.stop(sessionId));
    };
    heldStream.release().then(() => playback.start(videoId, {})).then(
      (start) => {
        sessionId = start.sessionId;
        if (left) return stop();
        heldStream.remember(sessionId);
        made = new PlayerEngine(video, 480);
        setEngine(made);
        void made.load(sourceOf(start, 0));
      },
      (failure: unknown) => !left && setError(failure instanceof ApiError && failure.status === 404 ? unpublished : messageOf(failure)),
    );
    onPosition(() => (made?.state.get().status === 'ready' || made?.state.get().status === 'ended' ? video.currentTime : null));
    return () => {
      left = true;
      onPosition(() => null);
      made?.destroy();
      stop();
    };
    // The callback is new on every render; the video alone says what is played.
  }, [videoId]);

  return (
    <div className={css.player}>
      <Notice>{error}</Notice>
      <video ref={element} controls muted playsInline hidden={error !== null} aria-label="The video, to find a place in it" />
      {engine && <Fault engine={engine} />}
    </div>
  );
}

const Fault = ({ engine }: { engine: PlayerEngine }) => <Notice>{useStore(engine.state).error}</Notice>;
