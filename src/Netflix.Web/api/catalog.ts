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
  /** Where a search found it. */
  match?: Match | null;
}

export interface Match {
  field: 'title' | 'person' | 'genre' | 'description';
  text: string;
  /** Start and length of each part that matched. */
  ranges: [number, number][];
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
  language?: string | null;
  audioLanguages?: string[];
  subtitleLanguages?: string[];
  people?: Credit[];
  trailer?: { videoId: string } | null;
  durationSeconds?: number | null;
  averageRating?: number | null;
  totalRatings?: number;
  userRating?: number | null;
  artwork: { poster?: string | null; card?: string | null };
  inMyList: boolean;
  seasons?: Season[] | null;
}

export interface Credit {
  personId: string;
  name: string;
  role: string;
  character?: string | null;
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
}

/** Dimensions that a list of titles can be narrowed by. */
export type Facets = Record<'genres' | 'types' | 'years' | 'ratings' | 'languages', Facet[]>;

export interface TitlePage extends Page<Card> {
  facets?: Partial<Facets>;
  /** What was searched instead of what was typed. */
  correctedQuery?: string | null;
  /** What comes close, where nothing matches. */
  near?: Card[] | null;
}

export type Sort = 'newest' | 'popular' | 'title' | 'year' | 'rating';

export interface Filter {
  genre?: string | undefined;
  type?: string | undefined;
  yearFrom?: number | undefined;
  yearTo?: number | undefined;
  rating?: string | undefined;
  language?: string | undefined;
  sort?: Sort | undefined;
}

export interface Suggestion {
  text: string;
  kind: 'title' | 'person' | 'genre';
  contentId?: string | null;
  personId?: string | null;
}

export interface Person extends Page<Card> {
  personId: string;
  name: string;
  roles: string[];
}

export interface Collection {
  collectionId: string;
  name: string;
  description?: string | null;
  items: Card[];
}

export const pageSize = 60;

export const catalog = {
  home: async (signal?: AbortSignal) => (await call<{ rows: HomeRow[] }>('/content/home', { signal })).rows,
  browse: (filter: Filter, page: number, signal?: AbortSignal) =>
    call<TitlePage>('/content/browse' + query({ ...filter, page, limit: pageSize }), { signal }),
  search: (text: string, filter: Filter, page: number, signal?: AbortSignal) =>
    call<TitlePage>('/content/search' + query({ query: text, ...filter, page, limit: pageSize }), { signal }),
  suggest: async (prefix: string, signal?: AbortSignal) =>
    (await call<{ suggestions: Suggestion[] }>('/content/suggest' + query({ prefix }), { signal })).suggestions,
  person: (personId: string, page: number, signal?: AbortSignal) =>
    call<Person>(`/content/people/${personId}` + query({ page, limit: pageSize }), { signal }),
  collections: async (signal?: AbortSignal) => (await call<{ items: Collection[] }>('/content/collections', { signal })).items,
  collection: (collectionId: string, page: number, signal?: AbortSignal) =>
    call<Collection & Page<Card>>(`/content/collections/${collectionId}` + query({ page, limit: pageSize }), { signal }),
  title: (contentId: string, signal?: AbortSignal) => call<Title>(`/content/${contentId}`, { signal }),
  similar: async (contentId: string, signal?: AbortSignal) => (await call<{ items: Card[] }>(`/content/${contentId}/similar`, { signal })).items,
  myList: (profileId: string, page: number, signal?: AbortSignal) =>
    call<Page<Card>>(`/profiles/${profileId}/my-list` + query({ page, limit: 100 }), { signal }),
  orderMyList: (profileId: string, contentIds: string[]) =>
    call<void>(`/profiles/${profileId}/my-list/order`, { method: 'PUT', body: { contentIds } }),
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
