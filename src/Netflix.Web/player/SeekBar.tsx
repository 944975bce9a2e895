import { useEffect, useRef, useState, type PointerEvent } from 'react';
import type { Marker } from '../api/playback';
import { clock } from '../ui/format';
import css from './SeekBar.module.css';
import { chapterAt, chaptersOf } from './markers';
import type { PlayerEngine } from './PlayerEngine';
import type { PlayerState } from './playerState';
import { loadThumbnails, thumbnailAt, type Thumbnail } from './thumbnails';

/** The film as a line: played, buffered, and under the pointer a picture of what is there. */
export function SeekBar({ engine, state, thumbnailsUrl, markers }: { engine: PlayerEngine; state: PlayerState; thumbnailsUrl: string | null; markers: Marker[] }) {
  const bar = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [dragging, setDragging] = useState(false);
  const thumbnails = useThumbnails(thumbnailsUrl);
  const { duration } = state;
  const chapters = chaptersOf(markers);
  const part = (seconds: number) => `${duration > 0 ? Math.min(100, (seconds / duration) * 100) : 0}%`;

  function positionAt(event: PointerEvent): number {
    const box = bar.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * duration;
  }

  const shown = dragging && pointed !== null ? pointed : state.position;
  return (
    <div
      ref={bar} className={css.bar} role="slider" tabIndex={0} aria-label="Position" aria-valuemin={0} aria-valuemax={Math.round(duration)}
      aria-valuenow={Math.round(shown)} aria-valuetext={`${clock(shown)} of ${clock(duration)}`}
      onPointerMove={(event) => setPointed(positionAt(event))}
      onPointerLeave={() => !dragging && setPointed(null)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setPointed(positionAt(event));
        setDragging(true);
      }}
      onPointerUp={(event) => {
        if (!dragging) return;
        setDragging(false);
        engine.seek(positionAt(event));
        if (event.pointerType === 'touch') setPointed(null);
      }}
      onPointerCancel={() => {
        setDragging(false);
        setPointed(null);
      }}
    >
      <span className={css.track}>
        {state.buffered.map((range) => (
          <span key={range.start} className={css.buffered} style={{ left: part(range.start), width: part(range.end - range.start) }} />
        ))}
        <span className={css.played} style={{ width: part(shown) }} />
        {chapters.filter((chapter) => chapter.start > 0).map((chapter) => (
          <span key={`${chapter.start} ${chapter.title}`} className={css.chapter} data-chapter style={{ left: part(chapter.start) }} />
        ))}
      </span>
      <span className={css.knob} style={{ left: part(shown) }} />
      {pointed !== null && <Preview at={pointed} share={duration > 0 ? pointed / duration : 0} thumbnail={thumbnailAt(thumbnails, pointed)} chapter={chapterAt(chapters, pointed)?.title} />}
    </div>
  );
}

function Preview({ at, share, thumbnail, chapter }: { at: number; share: number; thumbnail: Thumbnail | undefined; chapter: string | null | undefined }) {
  const width = thumbnail?.width ?? 64;
  return (
    // Follows the pointer, but never leaves the bar.
    <span className={css.preview} style={{ left: `clamp(${width / 2}px, ${share * 100}%, calc(100% - ${width / 2}px))` }}>
      {thumbnail && (
        <span
          className={css.picture}
          style={{ width: thumbnail.width, height: thumbnail.height, background: `url("${thumbnail.url}") -${thumbnail.x}px -${thumbnail.y}px` }}
        />
      )}
      {chapter && <strong className={css.chapterName}>{chapter}</strong>}
      <span>{clock(at)}</span>
    </span>
  );
}

function useThumbnails(url: string | null): Thumbnail[] {
  const [thumbnails, setThumbnails] = useState<Thumbnail[]>([]);
  useEffect(() => {
    if (url === null) return;
    const abort = new AbortController();
    // Without pictures the bar still shows the time.
    loadThumbnails(url, abort.signal).then((list) => !abort.signal.aborted && setThumbnails(list), () => undefined);
    return () => abort.abort();
  }, [url]);
  return thumbnails;
}
