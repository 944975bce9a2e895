import type { Page } from './catalog';
import { call, query } from './http';

export interface Edge {
  edgeId: string;
  baseUrl: string;
  region: string;
  health: 'healthy' | 'draining' | 'down';
  draining: boolean;
  lastSeen: string;
  /** Share of its line in use, 0 to 1. */
  load: number;
  /** Since it started; null before the first request. */
  hitRatio?: number | null;
  hits: number;
  misses: number;
  originFetches: number;
  sentBytes: number;
  cachedBytes: number;
  capacityBytes: number;
  /** Segments on their way now. */
  sending: number;
  diskBytes: number;
  /** 0 without a disk. */
  diskCapacityBytes: number;
  /** Videos of which it holds enough to begin them. */
  assets: number;
}

/** A video that an edge should fetch before viewers ask for it, and why: shares of 1. */
export interface PrefillItem {
  assetId: string;
  contentId: string;
  title?: string | null;
  seasonNumber?: number | null;
  episodeNumber?: number | null;
  share: 'top' | 'regional';
  score: number;
  views: number;
  recency: number;
  trend: number;
  upcoming: number;
  bytes: number;
  /** The edge has some of it already. */
  held: boolean;
}

export interface PrefillPlan {
  /** Null while it is only looked at. */
  runId?: string | null;
  maxMbps: number;
  minutesPerTitle: number;
  edges: { edgeId: string; region: string; quietHours: string; capacityBytes: number; plannedBytes: number; items: PrefillItem[] }[];
}

export interface PrefilledEdge {
  edgeId: string;
  region: string;
  state: 'waiting' | 'running' | 'done' | 'stopped' | 'expired';
  plannedBytes: number;
  fetchedBytes: number;
  presentBytes: number;
  files: number;
  failedFiles: number;
  titles: number;
  /** Of viewers' requests since it ended: the share answered without the origin, and what it had been without the prefill. */
  effect: { requests: number; saved: number; hitRatio?: number | null; hitRatioWithout?: number | null };
}

export interface Prefills {
  running: boolean;
  /** It also runs by itself, in the quiet hours of each region. */
  automatic: boolean;
  runs: { runId: string; byOperator: boolean; startedAt: string; until: string; maxMbps: number; edges: PrefilledEdge[] }[];
}

export interface Purged {
  purged: string[];
  failed: string[];
}

export const groupings = ['title', 'edge', 'region', 'device', 'rung'] as const;
export type Grouping = (typeof groupings)[number];

/** Of sessions: 0 to 100, shares of time from 0 to 1, milliseconds. */
interface Measures {
  sessions: number;
  score?: number | null;
  bufferingRatio?: number | null;
}

export interface QualityAlert {
  metric: string;
  level: string;
  value: number;
  threshold: number;
  message: string;
}

export interface Quality extends Measures {
  concurrentStreams: number;
  startupMs: { p50?: number | null; p95?: number | null };
  switchesPerHour?: number | null;
  errorRate?: number | null;
  series: (Measures & { at: string; startupMs?: number | null })[];
  groups: (Measures & { key: string; name: string; startupMs?: number | null; errorRate?: number | null })[];
  alerts: QualityAlert[];
}

/** What was watched in a span of time. */
interface Watched {
  starts: number;
  viewers: number;
  watchHours: number;
}

interface Analytics extends Watched {
  from: string;
  to: string;
  /** Of the viewers that began a video, the share that came to its end. */
  completionRate?: number | null;
  series: (Watched & { day: string })[];
  regions: (Watched & { key: string; name: string })[];
  devices: (Watched & { key: string; name: string })[];
}

export interface AnalyticsOverview extends Analytics {
  concurrentStreams?: number | null;
  titles: (Watched & { contentId: string; name: string })[];
}

export interface ContentAnalytics extends Analytics {
  contentId: string;
  title: string;
  /** Where those are who have not come to the end, by tenths of the video. */
  leftAt: number[];
  videos: (Watched & { videoId: string; name: string; seasonNumber?: number | null; episodeNumber?: number | null })[];
}

/** What operators watch and do: the edges, and how well viewers are served. */
export const operations = {
  edges: (signal?: AbortSignal) => call<Page<Edge>>('/admin/edges' + query({ limit: 100 }), { signal }),
  drain: (edgeId: string) => call<void>(`/admin/edges/${encodeURIComponent(edgeId)}/drain`, { method: 'POST' }),
  undrain: (edgeId: string) => call<void>(`/admin/edges/${encodeURIComponent(edgeId)}/undrain`, { method: 'POST' }),
  purge: (assetId: string) => call<Purged>(`/admin/edges/cache/${assetId}`, { method: 'DELETE' }),
  prefills: (signal?: AbortSignal) => call<Prefills>('/admin/edges/prefill', { signal }),
  prefill: (dryRun: boolean) => call<PrefillPlan>('/admin/edges/prefill', { method: 'POST', body: { dryRun } }),
  stopPrefill: () => call<void>('/admin/edges/prefill', { method: 'DELETE' }),
  analytics: (from: string, signal?: AbortSignal) => call<AnalyticsOverview>('/admin/analytics/overview' + query({ from }), { signal }),
  contentAnalytics: (contentId: string, from: string, signal?: AbortSignal) =>
    call<ContentAnalytics>(`/admin/analytics/content/${contentId}` + query({ from }), { signal }),
  quality: (from: string, by: Grouping, signal?: AbortSignal) => call<Quality>('/admin/qoe' + query({ from, by }), { signal }),
};
