import type { Page, TitleType } from './catalog';
import { call, query } from './http';

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
  videoId?: string | null;
  seasons?: { number: number; title?: string | null; episodes: StudioEpisode[] }[] | null;
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
}

export type JobStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

export interface Stage {
  name: string;
  status: JobStatus;
  /** Percent. */
  progress: number;
}

export interface Rendition {
  quality: string;
  width: number;
  height: number;
  bitrate?: number | null;
}

export interface Job {
  jobId: string;
  contentId: string;
  videoId: string;
  title: string;
  filename?: string | null;
  status: JobStatus;
  progress: number;
  stages: Stage[];
  renditions: Rendition[];
  error?: string | null;
}

export const studio = {
  titles: (page: number, signal?: AbortSignal) => call<Page<StudioItem>>('/admin/content' + query({ page, limit: 100 }), { signal }),
  title: (contentId: string, signal?: AbortSignal) => call<StudioTitle>(`/admin/content/${contentId}`, { signal }),
  create: (body: NewTitle) => call<{ contentId: string }>('/admin/content', { method: 'POST', body }),
  update: (contentId: string, body: Partial<NewTitle>) => call<void>(`/admin/content/${contentId}`, { method: 'PATCH', body }),
  remove: (contentId: string) => call<void>(`/admin/content/${contentId}`, { method: 'DELETE' }),
  addEpisode: (contentId: string, seasonNumber: number, episodeNumber: number, title: string) =>
    call<void>(`/admin/content/${contentId}/episodes`, { method: 'POST', body: { seasonNumber, episodeNumber, title } }),
  publish: (contentId: string) => call<void>(`/admin/content/${contentId}/publish`, { method: 'POST', body: {} }),
  unpublish: (contentId: string) => call<void>(`/admin/content/${contentId}/unpublish`, { method: 'POST', body: {} }),
  jobs: async (contentId: string | undefined, signal?: AbortSignal) => (await call<Page<Job>>('/admin/encoding' + query({ contentId, limit: 100 }), { signal })).items,
  job: (jobId: string, signal?: AbortSignal) => call<Job>(`/admin/encoding/${jobId}`, { signal }),
  jobEvents: (jobId: string) => `/admin/encoding/${jobId}/events`,
  retry: (jobId: string) => call<void>(`/admin/encoding/${jobId}/retry`, { method: 'POST' }),
  cancel: (jobId: string) => call<void>(`/admin/encoding/${jobId}/cancel`, { method: 'POST' }),
};
