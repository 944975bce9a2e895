import type { Card, Title } from '../api/catalog';
import css from './Title.module.css';

/** The line under a title: match, year, age rating, length, genres. */
export function Facts({ title }: { title: Card | Title }) {
  const seasons = 'seasons' in title ? (title.seasons?.length ?? 0) : 0;
  const seconds = 'durationSeconds' in title ? title.durationSeconds : null;
  const until = 'availableUntil' in title ? leavesOn(title.availableUntil) : null;
  return (
    <p className={css.facts}>
      {title.matchScore ? <b>{title.matchScore}% match</b> : null}
      {title.year ? <span>{title.year}</span> : null}
      {title.rating ? <span className={css.rating}>{title.rating}</span> : null}
      {seasons > 0 ? <span>{seasons === 1 ? '1 season' : `${seasons} seasons`}</span> : seconds ? <span>{lengthOf(seconds)}</span> : null}
      {title.genres && title.genres.length > 0 ? <span>{title.genres.slice(0, 3).join(' · ')}</span> : null}
      {until && <span>Until {until}</span>}
    </p>
  );
}

const soon = 30 * 86_400_000;

/** The day on which a title goes, when that is soon. */
function leavesOn(time: string | null | undefined): string | null {
  return time && Date.parse(time) - Date.now() < soon ? new Date(time).toLocaleDateString('en', { day: 'numeric', month: 'long' }) : null;
}

export function lengthOf(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
