import { call, type Options } from './http';

export interface StreamInUse {
  sessionId?: string;
  deviceName?: string | null;
  deviceType?: string | null;
  title?: string | null;
  profileName?: string | null;
  startedAt?: string | null;
}

export interface PlaybackStart {
  sessionId: string;
  manifestUrl: string;
  dashManifestUrl: string;
  licenseUrl?: string | null;
  qualities: { quality: string; width: number; height: number; bitrate: number; codec: string }[];
  resumePosition?: number | null;
  durationSeconds: number;
  markers?: { kind: string; start: number; end: number }[];
  thumbnailsUrl?: string | null;
  nextVideo?: { videoId: string; contentId?: string; title?: string | null; season?: number | null; episode?: number | null; episodeTitle?: string | null } | null;
  expiresAt?: string;
}

export interface ProgressAnswer {
  accepted: boolean;
  stop?: { reason: string } | null;
}

export const playback = {
  start: (videoId: string, takeOver: boolean, signal?: AbortSignal) =>
    call<PlaybackStart>('/streaming/start', { method: 'POST', body: { videoId, deviceType: deviceType(), takeOver }, signal }),
  progress: (sessionId: string, position: number, sequence: number, options?: Options) =>
    call<ProgressAnswer>(`/streaming/${sessionId}/progress`, { ...options, method: 'POST', body: { position, sequence } }),
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
