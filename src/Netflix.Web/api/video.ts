import { call, query, send } from './http';
import { toApiError } from './problem';

export type MarkerKind = 'intro' | 'recap' | 'credits' | 'preview' | 'chapter';

/** A stretch of a video that players offer to skip, or name. */
export interface Marker {
  kind: MarkerKind;
  /** Seconds. */
  start: number;
  end: number;
  title?: string | null;
  /** 0 to 1, of one that was found. */
  confidence?: number | null;
  source?: 'auto' | 'manual' | null;
}

export interface MarkerSheet {
  markers: Marker[];
  durationSeconds?: number | null;
  etag: string;
}

/** A still of a title's video that could stand for the title. */
export interface ArtworkCandidate {
  videoId: string;
  file: string;
  url: string;
  /** Seconds into the video. */
  at: number;
  /** 0 to 1. */
  score: number;
  inUse: boolean;
}

export interface Track {
  name: string;
  language: string;
  label: string;
  kind: string;
  /** Of sound. */
  channels?: number;
}

export interface Tracks {
  audioTracks: Track[];
  subtitleTracks: Track[];
}

/** Which video of a title; a movie has one. */
export interface Place {
  seasonNumber?: number | undefined;
  episodeNumber?: number | undefined;
}

/** What belongs to an encoded video and is edited by hand. */
export const video = {
  /** Null before anything of the video is encoded. */
  markers: async (videoId: string, signal?: AbortSignal): Promise<MarkerSheet | null> => {
    const response = await send(`/admin/videos/${videoId}/markers`, { signal });
    if (response.status === 404) return null;
    if (!response.ok) throw await toApiError(response);
    return { ...((await response.json()) as MarkerSheet), etag: response.headers.get('ETag') ?? '*' };
  },
  saveMarkers: (videoId: string, markers: Marker[], etag: string) =>
    call<void>(`/admin/videos/${videoId}/markers`, { method: 'PUT', body: { markers }, headers: { 'If-Match': etag } }),

  artwork: async (contentId: string, signal?: AbortSignal) =>
    (await call<{ candidates: ArtworkCandidate[] }>(`/admin/content/${contentId}/artwork`, { signal })).candidates,
  /** Null: the best by score, also of a version that comes later. */
  chooseArtwork: (contentId: string, still: ArtworkCandidate | null, etag: string) =>
    call<void>(`/admin/content/${contentId}/artwork`, { method: 'PUT', body: { file: still?.file ?? null, videoId: still?.videoId ?? null }, headers: { 'If-Match': etag } }),

  tracks: (contentId: string, place: Place, signal?: AbortSignal) => call<Tracks>(`/admin/content/${contentId}/tracks` + query({ ...place }), { signal }),
  /** The form holds file, language, kind and label. */
  addTrack: async (contentId: string, medium: 'subtitles' | 'audio', form: FormData, place: Place) => {
    for (const [name, value] of Object.entries(place)) if (value !== undefined) form.set(name, String(value));
    return (await call<{ encodingJobId: string }>(`/admin/content/${contentId}/${medium}`, { method: 'POST', body: form })).encodingJobId;
  },
  removeTrack: (contentId: string, name: string, place: Place) =>
    call<void>(`/admin/content/${contentId}/tracks/${encodeURIComponent(name)}` + query({ ...place }), { method: 'DELETE' }),
};
