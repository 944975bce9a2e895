import { call, query } from './http';

export type TitleType = 'movie' | 'series' | 'documentary';

export interface Card {
  contentId: string;
  title: string;
  type: TitleType;
  year?: number | null;
  rating?: string | null;
  genres?: string[];
  thumbnailUrl?: string | null;
  previewUrl?: string | null;
  matchScore?: number | null;
  reason?: string | null;
  /** Percent watched. */
  progress?: number | null;
  /** Announced: seen, not yet playable. */
  comingSoon?: boolean;
  /** What to go on with, in the row of what is under way. */
  videoId?: string | null;
}

export interface HomeRow {
  id: string;
  title: string;
  algorithm?: string;
  personalized?: boolean;
  items: Card[];
}

export interface Episode {
  videoId: string;
  number: number;
  title?: string | null;
  description?: string | null;
  durationSeconds?: number | null;
  progress?: number | null;
  thumbnailUrl?: string | null;
  playable: boolean;
}

export interface Season {
  number: number;
  episodes: Episode[];
}

export interface Title extends Card {
  description: string;
  cast: string[];
  directors: string[];
  durationSeconds?: number | null;
  averageRating?: number | null;
  artwork: { poster?: string | null; card?: string | null };
  inMyList: boolean;
  seasons?: Season[] | null;
}

export interface Facet {
  value: string;
  count: number;
}

export interface Page<T> {
  items: T[];
  totalCount: number;
  page: number;
  limit: number;
  facets?: { genres: Facet[]; types: Facet[] };
}

interface Browse {
  genre?: string | undefined;
  type?: string | undefined;
  sort?: string | undefined;
  page?: number;
  limit?: number;
}

export const catalog = {
  home: async (signal?: AbortSignal) => (await call<{ rows: HomeRow[] }>('/content/home', { signal })).rows,
  browse: (filter: Browse, signal?: AbortSignal) => call<Page<Card>>('/content/browse' + query({ ...filter }), { signal }),
  search: (text: string, signal?: AbortSignal) => call<Page<Card>>('/content/search' + query({ query: text, limit: 60 }), { signal }),
  title: (contentId: string, signal?: AbortSignal) => call<Title>(`/content/${contentId}`, { signal }),
  similar: async (contentId: string, signal?: AbortSignal) => (await call<{ items: Card[] }>(`/content/${contentId}/similar`, { signal })).items,
  myList: async (profileId: string, signal?: AbortSignal) => (await call<Page<Card>>(`/profiles/${profileId}/my-list` + query({ limit: 100 }), { signal })).items,
  addToMyList: (profileId: string, contentId: string) => call<void>(`/profiles/${profileId}/my-list`, { method: 'POST', body: { contentId } }),
  removeFromMyList: (profileId: string, contentId: string) =>
    call<void>(`/profiles/${profileId}/my-list/${contentId}`, { method: 'DELETE' }),
};

/** The widest picture a title has. */
export const backdropOf = (title: Title): string | null => title.artwork.poster ?? title.thumbnailUrl ?? null;

export interface Playable {
  videoId: string;
  label: string;
  /** Percent. */
  progress: number;
}

/** What "Play" means for a title: its film, the episode under way, or the first one not seen. */
export function playableOf(title: Title): Playable | null {
  if (title.videoId) return { videoId: title.videoId, label: 'Play', progress: title.progress ?? 0 };
  const episodes = (title.seasons ?? []).flatMap((season) =>
    season.episodes.filter((one) => one.playable).map((episode) => ({ season: season.number, episode })));
  const next = episodes.find(({ episode }) => underWay(episode.progress)) ?? episodes.find(({ episode }) => !episode.progress) ?? episodes[0];
  if (!next) return null;
  return { videoId: next.episode.videoId, label: `Play S${next.season}:E${next.episode.number}`, progress: next.episode.progress ?? 0 };
}

export const underWay = (progress: number | null | undefined) => (progress ?? 0) > 0 && (progress ?? 0) < 95;
