import type { Marker } from '../api/playback';

/** Nearer to its end than this, skipping is not worth a button. */
const worthSkipping = 2;

const labels: Partial<Record<Marker['kind'], string>> = { recap: 'Skip recap', intro: 'Skip intro', credits: 'Skip credits' };

export interface Skip {
  label: string;
  to: number;
  /** What follows is the next episode. */
  toNext: boolean;
}

/** What can be skipped at this position. Credits up to the end lead to the next episode, if there is one. */
export function skipAt(markers: Marker[], position: number, duration: number, hasNext: boolean): Skip | null {
  const marker = markers.find((one) => labels[one.kind] && position >= one.start && position < one.end - worthSkipping);
  if (!marker) return null;
  const toEnd = marker.kind === 'credits' && marker.end > duration - worthSkipping;
  if (toEnd && !hasNext) return null;
  return { label: toEnd ? 'Next episode' : labels[marker.kind]!, to: marker.end, toNext: toEnd };
}

export const chaptersOf = (markers: Marker[]): Marker[] => markers.filter((one) => one.kind === 'chapter');

/** The innermost chapter, where one lies within another. */
export const chapterAt = (chapters: Marker[], position: number): Marker | undefined =>
  chapters.filter((one) => position >= one.start && position < one.end).sort((one, other) => one.end - one.start - (other.end - other.start))[0];
