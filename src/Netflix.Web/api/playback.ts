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
  subtitles?: SubtitleFile[];
  /** What the profile chose, on whatever device. */
  viewing?: Viewing;
}

/** A subtitle track whole. */
export interface SubtitleFile {
  language: string;
  label: string;
  kind: string;
  url: string;
}

export interface ChosenTrack {
  id: string;
  language: string;
}

export interface ChosenTracks {
  audio?: ChosenTrack | null;
  text?: ChosenTrack | null;
  subtitlesOff?: boolean | null;
  secondText?: ChosenTrack | null;
}

/** As the server keeps it; null is never chosen. */
export interface Viewing {
  settings: { skip?: Record<string, string> | null; subtitles?: Record<string, string | null> | null } | null;
  tracks: ChosenTracks | null;
  lastTracks: ChosenTracks | null;
}

/** How a session may begin: in place of another, made ready to follow one, or by what was made ready. */
export interface StartOptions {
  takeOver?: boolean;
  preloadAfter?: string;
  begin?: string;
}

/** A stretch of the film that can be skipped, or has a name. */
export interface Marker {
  kind: 'intro' | 'recap' | 'credits' | 'preview' | 'chapter';
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
  start: (videoId: string, options: StartOptions, signal?: AbortSignal) =>
    call<PlaybackStart>('/streaming/start', { method: 'POST', body: { videoId, deviceType: deviceType(), ...options }, signal }),
  progress: (sessionId: string, position: number, sequence: number, options?: Options) =>
    call<ProgressAnswer>(`/streaming/${sessionId}/progress`, { ...options, method: 'POST', body: { position, sequence } }),
  /** At most 100. */
  events: (sessionId: string, events: PlayerEvent[], options?: Options) =>
    call<void>(`/streaming/${sessionId}/events`, { ...options, method: 'POST', body: { events } }),
  /** Ends the session and gives its stream back. */
  stop: (sessionId: string) => call<void>(`/streaming/${sessionId}/stop`, { method: 'POST', keepalive: true }),
  keepSettings: (profileId: string, settings: unknown) => call<void>(`/profiles/${profileId}/viewing/settings`, { method: 'PUT', body: settings, keepalive: true }),
  keepTracks: (profileId: string, contentId: string, tracks: ChosenTracks) =>
    call<void>(`/profiles/${profileId}/viewing/tracks/${contentId}`, { method: 'PUT', body: tracks, keepalive: true }),
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
