import type { Title } from '../api/catalog';
import type { PlaybackStart } from '../api/playback';

export interface Heading {
  title: string;
  episode: string | null;
  artwork: string | null;
}

export const headingOf = (start: PlaybackStart, title: Title | null): Heading => ({
  title: start.title,
  episode: start.episodeNumber == null ? null : `S${start.seasonNumber}:E${start.episodeNumber} ${start.episodeTitle ?? ''}`.trim(),
  artwork: title?.artwork.card ?? null,
});

/** The name of the next episode, where the title is known by now. */
export function episodeName(title: Title | null, videoId: string): string {
  for (const season of title?.seasons ?? []) {
    const episode = season.episodes.find((one) => one.videoId === videoId);
    if (episode) return `S${season.number}:E${episode.number} ${episode.title ?? ''}`.trim();
  }
  return 'The next episode';
}
