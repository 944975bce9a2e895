import type { Page } from './catalog';
import { call, query } from './http';

export interface Rating {
  averageRating?: number | null;
  totalRatings: number;
  userRating?: number | null;
}

export interface Review {
  reviewId: string;
  author: string;
  rating?: number | null;
  text: string;
  createdAt: string;
  updatedAt: string;
  /** Written by the profile that reads. */
  own: boolean;
  /** Taken down by the editors: only its author still sees it. */
  hidden: boolean;
}

const limit = 10;

/** What viewers think of a title: stars and reviews, one of each a profile. */
export const opinions = {
  rate: (contentId: string, rating: number) => call<Rating>(`/content/${contentId}/rating`, { method: 'POST', body: { rating } }),
  reviews: (contentId: string, page: number, signal?: AbortSignal) =>
    call<Page<Review>>(`/content/${contentId}/reviews` + query({ page, limit }), { signal }),
  /** Creates the profile's review, or replaces it. */
  write: (contentId: string, text: string, rating: number | null) =>
    call<Review>(`/content/${contentId}/reviews`, { method: 'POST', body: rating === null ? { text } : { text, rating } }),
  remove: (contentId: string, reviewId: string) => call<void>(`/content/${contentId}/reviews/${reviewId}`, { method: 'DELETE' }),
  report: (contentId: string, reviewId: string, reason: string) =>
    call<void>(`/content/${contentId}/reviews/${reviewId}/report`, { method: 'POST', body: { reason } }),
};
