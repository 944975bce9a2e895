import { call, query } from './http';
import type { Page } from './catalog';
import type { Marker } from './playback';

/** What a device of the account keeps, as the server knows it. */
export interface DownloadItem {
  downloadId: string;
  thisDevice: boolean;
  deviceType: string;
  videoId: string;
  contentId: string;
  title: string;
  seasonNumber?: number | null;
  episodeNumber?: number | null;
  episodeTitle?: string | null;
  thumbnailUrl?: string | null;
  quality: string;
  durationSeconds: number;
  /** About. */
  bytes: number;
  expiresAt: string;
  status: 'ready' | 'expired' | 'refused';
  reason?: string | null;
}

/** All that is needed to fetch it, and to play it. */
export interface DownloadGrant extends DownloadItem {
  manifestUrl: string;
  license: { keys: { kid: string; k: string }[]; expiresAt: string; playSeconds: number };
  markers: Marker[];
}

const most = 100;

export const downloads = {
  take: (videoId: string, quality: string, deviceType: string) =>
    call<DownloadGrant>('/downloads', { method: 'POST', body: { videoId, quality, deviceType } }),
  async list(signal?: AbortSignal): Promise<DownloadItem[]> {
    const found: DownloadItem[] = [];
    for (let page = 1; ; page++) {
      const { items, totalCount } = await call<Page<DownloadItem>>('/downloads' + query({ page, limit: most }), { signal });
      found.push(...items);
      if (items.length === 0 || found.length >= totalCount) return found;
    }
  },
  renew: (downloadId: string) => call<DownloadGrant>(`/downloads/${downloadId}/renew`, { method: 'POST' }),
  played: (downloadId: string, at: number, position: number) =>
    call<void>(`/downloads/${downloadId}/played`, { method: 'POST', body: { at: new Date(at).toISOString(), position } }),
  remove: (downloadId: string) => call<void>(`/downloads/${downloadId}`, { method: 'DELETE' }),
};
