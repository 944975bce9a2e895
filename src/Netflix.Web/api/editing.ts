import type { Page } from './catalog';
import { call, query } from './http';

export interface StudioCollection {
  collectionId: string;
  name: string;
  description?: string | null;
  contentIds: string[];
  published: boolean;
  /** Its place among the collections. */
  position: number;
}

export interface CollectionInput {
  name: string;
  description: string;
  contentIds: string[];
  published: boolean;
  position?: number;
}

export interface ModeratedReview {
  reviewId: string;
  contentId: string;
  title: string;
  author: string;
  text: string;
  rating?: number | null;
  reports: number;
  /** What viewers say against it. */
  reasons: string[];
  hidden: boolean;
  createdAt: string;
}

/** What editors do beside the titles themselves. */
export const editing = {
  collections: (page: number, signal?: AbortSignal) => call<Page<StudioCollection>>('/admin/collections' + query({ page, limit: 50 }), { signal }),
  collection: (collectionId: string, signal?: AbortSignal) => call<StudioCollection>(`/admin/collections/${collectionId}`, { signal }),
  createCollection: (body: CollectionInput) => call<StudioCollection>('/admin/collections', { method: 'POST', body }),
  updateCollection: (collectionId: string, body: Partial<CollectionInput>) =>
    call<void>(`/admin/collections/${collectionId}`, { method: 'PATCH', body }),
  removeCollection: (collectionId: string) => call<void>(`/admin/collections/${collectionId}`, { method: 'DELETE' }),
  reviews: (reported: boolean, page: number, signal?: AbortSignal) =>
    call<Page<ModeratedReview>>('/admin/reviews' + query({ ...(reported ? { reported } : {}), page, limit: 30 }), { signal }),
  hideReview: (reviewId: string, hidden: boolean) => call<void>(`/admin/reviews/${reviewId}/${hidden ? 'hide' : 'show'}`, { method: 'POST' }),
};
