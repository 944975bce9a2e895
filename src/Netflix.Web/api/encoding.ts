import type { Page } from './catalog';
import { call, query, send } from './http';
import { toApiError } from './problem';

export type JobStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

export interface Stage {
  name: string;
  status: JobStatus;
  /** Percent. */
  progress: number;
  tasks?: number;
  done?: number;
  /** Tries that failed; most are tried again. */
  failures?: number;
}

export interface Rendition {
  name?: string;
  quality: string;
  width: number;
  height: number;
  crf?: number | null;
  /** Bits a second, as all rates of a rendition. */
  maxBitrate?: number | null;
  /** The average: so far, then of the whole. */
  bitrate?: number | null;
  codec?: string | null;
  ssim?: number | null;
}

export interface AudioTrack {
  name?: string;
  language: string;
  label: string;
  channels: number;
  codec?: string | null;
  kind?: string | null;
}

export interface SubtitleTrack {
  language: string;
  label: string;
  kind: string;
}

/** What was uploaded. */
export interface Source {
  container: string;
  codec: string;
  width: number;
  height: number;
  frameRate: number;
  durationSeconds: number;
  bytes: number;
  interlaced: boolean;
  hdr: boolean;
  audio: { codec: string; language: string; channels: number; title?: string | null; kind: string }[];
  subtitles: { codec: string; language: string; title?: string | null; kind: string }[];
  chapters: number;
}

/** Lines encoded at a rate, and how like the source they then are. */
export interface RatePoint {
  lines: number;
  crf: number;
  bitrateKbps: number;
  /** 0 to 1. */
  ssim: number;
  rung?: string | number | null;
}

export interface Analysis {
  complexity: number;
  sampleSeconds: number;
  probes: RatePoint[];
  hull: RatePoint[];
  ladder: RatePoint[];
  /** The ladder that is used for all titles when none is made for each. */
  fixed: RatePoint[];
}

export type FindingLevel = 'note' | 'warning' | 'error';

export interface Finding {
  check: string;
  level: FindingLevel;
  message: string;
  rendition?: string | null;
  /** Seconds into the film. */
  start?: number | null;
  end?: number | null;
}

export interface QualityReport {
  verdict: 'pass' | 'warnings' | 'fail';
  findings: Finding[];
  frames: number;
  durationSeconds: number;
  keyframeSeconds: number;
  chunks: number;
  hasAudio: boolean;
  rungs: { name: string; rung: number; ssim?: number | null; worstSsim?: number | null; bytes: number; bitrateKbps: number }[];
  audio: { name: string; loudness?: number | null; peakDb?: number | null; offsetSeconds?: number | null }[];
}

export interface Job {
  jobId: string;
  contentId: string;
  videoId: string;
  title: string;
  filename?: string | null;
  status: JobStatus;
  priority?: number;
  /** Percent. */
  progress: number;
  secondsLeft?: number | null;
  stages: Stage[];
  renditions: Rendition[];
  audioTracks?: AudioTrack[];
  subtitleTracks?: SubtitleTrack[];
  source?: Source | null;
  analysis?: Analysis | null;
  qualityReport?: QualityReport | null;
  error?: string | null;
  /** It stopped, and its source is kept: it can be tried again. */
  retryable?: boolean;
  assetId?: string | null;
  durationSeconds?: number | null;
  createdAt: string;
  startedAt?: string | null;
  finishedAt?: string | null;
}

export interface Queue {
  paused: boolean;
  reason?: string | null;
  waitingTasks: number;
  runningTasks: number;
  encoders: Encoder[];
}

export interface Encoder {
  name: string;
  /** How many it works on at once. */
  tasks: number;
  running: number;
  freeBytes: number;
  /** Why it takes no more work. */
  paused?: string | null;
  seenAt: string;
}

export interface JobFilter {
  status?: string | undefined;
  query?: string | undefined;
  contentId?: string | undefined;
}

export const isRunning = (status: JobStatus) => status === 'pending' || status === 'processing';

/** Encode jobs and the queue they wait in. */
export const encoding = {
  jobs: (filter: JobFilter, page: number, limit: number, signal?: AbortSignal) =>
    call<Page<Job>>('/admin/encoding' + query({ ...filter, page, limit }), { signal }),
  job: (jobId: string, signal?: AbortSignal) => call<Job>(`/admin/encoding/${jobId}`, { signal }),
  events: (jobId: string) => `/admin/encoding/${jobId}/events`,
  /** What the failing tool said. */
  log: async (jobId: string, signal?: AbortSignal): Promise<string | null> => {
    const response = await send(`/admin/encoding/${jobId}/log`, { signal, headers: { Accept: 'text/plain, application/problem+json' } });
    if (response.status === 404) return null;
    if (!response.ok) throw await toApiError(response);
    return response.text();
  },
  queue: (signal?: AbortSignal) => call<Queue>('/admin/encoding/queue', { signal }),
  /** Without a stage it goes on where it failed; with one, that stage and all after it are done again. */
  retry: (jobId: string, stage?: string) => call<void>(`/admin/encoding/${jobId}/retry` + query({ stage }), { method: 'POST' }),
  cancel: (jobId: string) => call<void>(`/admin/encoding/${jobId}/cancel`, { method: 'POST' }),
  setPriority: (jobId: string, priority: number) => call<void>(`/admin/encoding/${jobId}`, { method: 'PATCH', body: { priority } }),
};
