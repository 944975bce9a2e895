import type { Card } from './catalog';
import { call } from './http';

export interface Taste {
  picked: string[];
  hidden: string[];
  /** Well-known titles of many kinds, to pick from. */
  offered: Card[];
}

export interface Interaction {
  type: 'impression' | 'click';
  contentId: string;
  rowId: string;
  /** From 0, the topmost. */
  rowPlace: number;
  place: number;
}

export const taste = {
  get: (profileId: string, signal?: AbortSignal) => call<Taste>(`/profiles/${profileId}/taste`, { signal }),
  offer: (profileId: string, signal?: AbortSignal) => call<Taste>(`/profiles/${profileId}/taste?offer=true`, { signal }),
  pick: (profileId: string, contentIds: string[]) => call<void>(`/profiles/${profileId}/taste/picks`, { method: 'PUT', body: { contentIds } }),
  hide: (profileId: string, contentId: string) => call<void>(`/profiles/${profileId}/taste/hidden/${contentId}`, { method: 'PUT' }),
  show: (profileId: string, contentId: string) => call<void>(`/profiles/${profileId}/taste/hidden/${contentId}`, { method: 'DELETE' }),
  /** Lives on after the page: a click leaves it. */
  report: (events: Interaction[]) => call<void>('/content/interactions', { method: 'POST', body: { events }, keepalive: true }),
};
