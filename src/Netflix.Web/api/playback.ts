import { call, type Options } from './http';

export interface StreamInUse {
  sessionId: string;
  deviceType: string;
  startedAt: string;
  /** What plays there. */
  title?: string | null;
}

export interface PlaybackStart {
  sessionId: string;
  contentId: string;
  title: string;
  seasonNumber?: number | null;
  episodeNumber?: number | null;
  episodeTitle?: string | null;
  manifestUrl: string;
  dashManifestUrl: string;
  /** Null: the film is not protected. */
  licenseUrl: string | null;
  resumePosition: number;
  durationSeconds: number;
  thumbnailsUrl?: string | null;
  nextVideo?: { videoId: string } | null;
  markers?: Marker[];
}

/** A stretch of the film that can be skipped, or has a name. */
export interface Marker {
  kind: 'intro' | 'recap' | 'credits' | 'chapter';
  /** Seconds. */
  start: number;
  end: number;
  title?: string | null;
}

export interface ProgressAnswer {
  accepted: boolean;
  stop?: { reason: string } | null;
}

/** What happened in a player, and what the session had come to by then. */
export interface PlayerEvent {
  type: 'play_start' | 'pause' | 'resume' | 'stop' | 'quality_change' | 'buffering' | 'seek' | 'error';
  at: string;
  properties: Record<string, string | number | boolean | null>;
}

export const playback = {
  start: (videoId: string, takeOver: boolean, signal?: AbortSignal) =>
    call<PlaybackStart>('/streaming/start', { method: 'POST', body: { videoId, deviceType: deviceType(), takeOver }, signal }),
  progress: (sessionId: string, position: number, sequence: number, options?: Options) =>
    call<ProgressAnswer>(`/streaming/${sessionId}/progress`, { ...options, method: 'POST', body: { position, sequence } }),
  /** At most 100. */
  events: (sessionId: string, events: PlayerEvent[], options?: Options) =>
    call<void>(`/streaming/${sessionId}/events`, { ...options, method: 'POST', body: { events } }),
  /** Ends the session and gives its stream back. */
  stop: (sessionId: string) => call<void>(`/streaming/${sessionId}/stop`, { method: 'POST', keepalive: true }),
  commands: (sessionId: string) => `/streaming/${sessionId}/commands`,
};

export function deviceType(): 'tv' | 'mobile' | 'tablet' | 'web' {
  const agent = navigator.userAgent;
  if (/TV|Tizen|Web0S|BRAVIA/i.test(agent)) return 'tv';
  if (/iPad|Tablet/i.test(agent)) return 'tablet';
  return /Mobi|Android/i.test(agent) ? 'mobile' : 'web';
}

export function deviceName(): string {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrom(e|ium)\//.test(agent) ? 'Chrome' : 'Browser';
  const system = /Android|iPhone|iPad|Windows|Mac|Linux/.exec(agent)?.[0] ?? 'this device';
  return `${browser} on ${system}`;
}
