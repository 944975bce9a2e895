import { attention } from './attention';
import type { PlayerEngine } from './PlayerEngine';
import type { Heading } from './heading';

/** The film on the lock screen, headset buttons and media keys. */
export function followMediaSession(engine: PlayerEngine, heading: Heading, next: (() => void) | null): () => void {
  if (!('mediaSession' in navigator)) return () => undefined;
  const { mediaSession } = navigator;
  mediaSession.metadata = new MediaMetadata({
    title: heading.episode ?? heading.title,
    artist: heading.episode ? heading.title : 'Marquee',
    artwork: heading.artwork ? [{ src: heading.artwork, sizes: '640x360', type: 'image/jpeg' }] : [],
  });
  const actions: [MediaSessionAction, MediaSessionActionHandler | null][] = [
    ['play', () => engine.play()],
    ['pause', () => engine.pause()],
    ['seekbackward', () => engine.seekBy(-10)],
    ['seekforward', () => engine.seekBy(10)],
    ['seekto', (details) => details.seekTime !== undefined && engine.seek(details.seekTime)],
    ['nexttrack', next],
  ];
  for (const [action, handler] of actions) {
    // A headset's button is a hand too.
    mediaSession.setActionHandler(action, handler && ((details) => (attention.seen(), handler(details))));
  }
  return () => {
    mediaSession.metadata = null;
    for (const [action] of actions) mediaSession.setActionHandler(action, null);
  };
}
