import { playback, type PlaybackStart } from '../api/playback';
import { currentProfile } from '../profiles/current';
import { createShaka, setLicences, shaka } from './shakaSetup';
import { sourceOf } from './sourceOf';

const dataSaverLines = 480;

/** What the automatic choice of quality stays under. */
export const maxLines = () => (currentProfile.get()?.dataSaver ? dataSaverLines : Infinity);

/** A session with its manifest, keys and first segments, in a player that no screen has yet. */
export interface ReadyFilm {
  start: PlaybackStart;
  player: shaka.Player;
  media: shaka.media.PreloadManager;
  /** Told where each segment came from, once a screen has it. */
  listener: { onSegment: (edge: string) => void };
}

let ready: { videoId: string; film: Promise<ReadyFilm | null> } | null = null;

/** The next episode, made ready while one plays. Nothing fails by it: what is not ready is started as ever. */
export const nextFilm = {
  prepare(videoId: string, after: string): void {
    if (ready?.videoId === videoId) return;
    nextFilm.forget();
    ready = { videoId, film: make(videoId, after).catch(() => null) };
  },

  /** Hands it over, to one taker. */
  async take(videoId: string): Promise<ReadyFilm | null> {
    if (ready?.videoId !== videoId) {
      nextFilm.forget();
      return null;
    }
    const { film } = ready;
    ready = null;
    return film;
  },

  /** Another film is watched instead. */
  forget(): void {
    const { film } = ready ?? {};
    ready = null;
    void film?.then((made) => made && leave(made));
  },
};

/** Nobody watches it: its session is over, too. */
export function leave({ player, start }: ReadyFilm): void {
  void player.destroy().catch(() => undefined);
  void playback.stop(start.sessionId).catch(() => undefined);
}

async function make(videoId: string, after: string): Promise<ReadyFilm | null> {
  const start = await playback.start(videoId, { preloadAfter: after });
  const listener: ReadyFilm['listener'] = { onSegment: () => undefined };
  const player = createShaka((edge) => listener.onSegment(edge));
  player.configure('abr.restrictions.maxHeight', maxLines());
  const source = sourceOf(start, start.resumePosition);
  setLicences(player, source);
  const media = await player.preload(source.dashUrl, source.startAt, 'application/dash+xml');
  if (media) return { start, player, media, listener };
  void player.destroy();
  return null;
}
