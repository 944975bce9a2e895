import type { Page } from './catalog';
import { call, query } from './http';

export interface Model {
  modelId: string;
  createdAt: string;
  state: 'training' | 'serving' | 'kept' | 'rejected' | 'failed';
  /** Why it is in this state. */
  reason: string;
  dataFrom?: string | null;
  dataTo?: string | null;
  interactions: number;
  profiles: number;
  titles: number;
  trainSeconds: number;
  bytes: number;
  /** NDCG@20 on the newest events, kept from training; null when there were too few. */
  metrics?: { profiles: number; events: number; candidate: number; serving?: number | null; popularity: number } | null;
}

export const recommendations = {
  models: (signal?: AbortSignal) => call<Page<Model>>('/admin/recommendations/models' + query({ limit: 20 }), { signal }),
  train: () => call<{ modelId: string }>('/admin/recommendations/train', { method: 'POST' }),
  serve: (modelId: string) => call<Model>(`/admin/recommendations/models/${modelId}/serve`, { method: 'POST' }),
};
