import type { Page, TitleType } from './catalog';
import { call, query, send } from './http';
import { toApiError } from './problem';

export type TitleState = 'draft' | 'announced' | 'published';

export interface StudioEpisode {
  videoId: string;
  number: number;
  title: string;
  playable: boolean;
  durationSeconds?: number | null;
}

/** A title in the studio's list. */
export interface StudioItem {
  contentId: string;
  title: string;
  type: TitleType;
  state: TitleState;
  releaseYear?: number | null;
  thumbnailUrl?: string | null;
  playable: boolean;
}

export interface StudioTitle extends StudioItem {
  description: string;
  genres: string[];
  rating?: string | null;
  language?: string | null;
  cast: string[];
  directors: string[];
  /** Everybody, cast and directors too. */
  credits?: CreditInput[];
  trailer?: { videoId: string; playable: boolean } | null;
  externalId?: string | null;
  localizations?: Localization[];
  availability?: Window[];
  videoId?: string | null;
  /** The version that was read: a change is refused when it is no longer the newest. */
  etag: string;
  seasons?: { number: number; title?: string | null; episodes: StudioEpisode[] }[] | null;
}

export type CreditRole = 'actor' | 'director' | 'writer' | 'producer' | 'composer';

export interface CreditInput {
  name: string;
  role: CreditRole;
  character?: string | null;
}

export interface Localization {
  language: string;
  title: string;
  description: string;
}

/** When a title is to be seen where; `*` is everywhere, an open end is null. */
export interface Window {
  region: string;
  from?: string | null;
  to?: string | null;
}

export interface StudioFilter {
  query?: string | undefined;
  state?: string | undefined;
  type?: string | undefined;
}

export interface NewTitle {
  title: string;
  description: string;
  type: TitleType;
  genres: string[];
  releaseYear: number | null;
  rating: string | null;
  language: string | null;
  cast: string[];
  directors: string[];
  /** The rest of the crew, and the characters of the cast. */
  credits: CreditInput[];
  externalId: string | null;
  localizations: Localization[];
}

/** Age ratings of one country or trade, with the age that each stands for. */
export interface RatingSystem {
  name: string;
  labels: { rating: string; age: number }[];
}

export interface ImportReport {
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  errors: { line: number; message: string }[];
}

export const studio = {
  titles: (filter: StudioFilter, page: number, limit: number, signal?: AbortSignal) =>
    call<Page<StudioItem>>('/admin/content' + query({ ...filter, page, limit }), { signal }),
  title: async (contentId: string, signal?: AbortSignal): Promise<StudioTitle> => {
    const response = await send(`/admin/content/${contentId}`, { signal });
    if (!response.ok) throw await toApiError(response);
    return { ...((await response.json()) as StudioTitle), etag: response.headers.get('ETag') ?? '*' };
  },
  etag: async (contentId: string) => (await studio.title(contentId)).etag,
  ratings: async (signal?: AbortSignal) => (await call<{ systems: RatingSystem[] }>('/admin/content/ratings', { signal })).systems,
  create: (body: NewTitle) => call<{ contentId: string }>('/admin/content', { method: 'POST', body }),
  update: (contentId: string, body: Partial<NewTitle> & { state?: TitleState }, etag: string) =>
    call<void>(`/admin/content/${contentId}`, { method: 'PATCH', body, headers: { 'If-Match': etag } }),
  setAvailability: (contentId: string, windows: Window[], etag: string) =>
    call<void>(`/admin/content/${contentId}/availability`, { method: 'PUT', body: windows, headers: { 'If-Match': etag } }),
  remove: (contentId: string, etag: string) => call<void>(`/admin/content/${contentId}`, { method: 'DELETE', headers: { 'If-Match': etag } }),
  /** A file of one title a line; what its lines did. */
  import: (file: Blob, contentType: string, state: string, signal?: AbortSignal) =>
    call<ImportReport>('/admin/content/import' + query({ state }), { method: 'POST', body: file, headers: { 'Content-Type': contentType }, signal }),
  addEpisode: (contentId: string, seasonNumber: number, episodeNumber: number, title: string) =>
    call<void>(`/admin/content/${contentId}/episodes`, { method: 'POST', body: { seasonNumber, episodeNumber, title } }),
  addTrailer: (contentId: string) => call<{ videoId: string }>(`/admin/content/${contentId}/trailer`, { method: 'POST' }),
  removeTrailer: (contentId: string) => call<void>(`/admin/content/${contentId}/trailer`, { method: 'DELETE' }),
  publish: (contentId: string) => call<void>(`/admin/content/${contentId}/publish`, { method: 'POST', body: {} }),
  unpublish: (contentId: string) => call<void>(`/admin/content/${contentId}/unpublish`, { method: 'POST', body: {} }),
};
