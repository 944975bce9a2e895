import type { Marker } from '../api/playback';
import type { Skippable } from './profileSettings';

/** Nearer to its end than this, skipping is not worth a button. */
const worthSkipping = 2;

const labels: Record<Skippable, string> = { recap: 'Skip recap', intro: 'Skip intro', credits: 'Skip credits', preview: 'Skip preview' };

export interface Skip {
  /** The marker's own, within a film. */
  id: string;
  kind: Skippable;
  label: string;
  to: number;
  /** What follows is the next episode. */
  toNext: boolean;
}

/** What can be skipped at this position. Credits, or a preview, up to the end lead to the next episode, if there is one. */
export function skipAt(markers: Marker[], position: number, duration: number, hasNext: boolean): Skip | null {
  const marker = markers.find((one) => one.kind !== 'chapter' && position >= one.start && position < one.end - worthSkipping);
  if (!marker || marker.kind === 'chapter') return null;
  const { kind, start, end } = marker;
  const toNext = (kind === 'credits' || kind === 'preview') && end > duration - worthSkipping;
  if (toNext && !hasNext) return null;
  return { id: `${kind} ${start}`, kind, label: labels[kind], to: end, toNext };
}

export const chaptersOf = (markers: Marker[]): Marker[] => markers.filter((one) => one.kind === 'chapter');

/** The innermost chapter, where one lies within another. */
export const chapterAt = (chapters: Marker[], position: number): Marker | undefined =>
  chapters.filter((one) => position >= one.start && position < one.end).sort((one, other) => one.end - one.start - (other.end - other.start))[0];
