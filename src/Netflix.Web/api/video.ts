import { call, send } from './http';
import { toApiError } from './problem';

export type MarkerKind = 'intro' | 'recap' | 'credits' | 'chapter';

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

/** A still of the film that could stand for it. */
export interface ArtworkCandidate {
  file: string;
  url: string;
  /** Seconds into the film. */
  at: number;
  /** 0 to 1. */
  score: number;
  inUse: boolean;
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
};
