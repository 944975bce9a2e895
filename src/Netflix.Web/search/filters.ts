import type { Facets, Filter, Sort } from '../api/catalog';
import { languageName } from '../api/languages';

/** What narrows a list, as the address bar holds it. */
export const dimensions = ['type', 'genre', 'decade', 'rating', 'language'] as const;
export type Dimension = (typeof dimensions)[number];

export const facetOf: Record<Dimension, keyof Facets> = { type: 'types', genre: 'genres', decade: 'years', rating: 'ratings', language: 'languages' };

export const dimensionNames: Record<Dimension, string> = { type: 'Type', genre: 'Genre', decade: 'Decade', rating: 'Age rating', language: 'Language' };

export const typeNames: Record<string, string> = { series: 'Series', movie: 'Films', documentary: 'Documentaries' };

export const sorts: Record<Sort, string> = { newest: 'Newest', popular: 'Popular', rating: 'Best rated', year: 'Year', title: 'A to Z' };

export function wordFor(dimension: Dimension, value: string): string {
  if (dimension === 'type') return typeNames[value] ?? value;
  if (dimension === 'decade') return `${value}s`;
  return dimension === 'language' ? languageName(value) : value;
}

export function filterOf(query: URLSearchParams): Filter {
  const decade = Number.parseInt(query.get('decade') ?? '', 10);
  const sort = query.get('sort') ?? '';
  return {
    type: query.get('type') ?? undefined,
    genre: query.get('genre') ?? undefined,
    rating: query.get('rating') ?? undefined,
    language: query.get('language') ?? undefined,
    ...(Number.isNaN(decade) ? {} : { yearFrom: decade, yearTo: decade + 9 }),
    ...(sort in sorts ? { sort: sort as Sort } : {}),
  };
}

export const chosenOf = (query: URLSearchParams) =>
  dimensions.flatMap((dimension) => (query.get(dimension) ? [{ dimension, value: query.get(dimension)! }] : []));

/** The address with one dimension set, or left out. */
export function withFilter(query: URLSearchParams, dimension: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(query);
  if (value) next.set(dimension, value);
  else next.delete(dimension);
  return next;
}
