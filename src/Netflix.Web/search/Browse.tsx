import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { catalog } from '../api/catalog';
import { Button } from '../ui/Button';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { Grid } from './Grid';
import css from './Search.module.css';

const names: Record<string, string> = { series: 'Series', movie: 'Films', documentary: 'Documentaries' };
const step = 40;

export function Browse() {
  const [query, setQuery] = useSearchParams();
  const type = query.get('type') ?? undefined;
  const genre = query.get('genre') ?? undefined;
  return <Results key={`${type}|${genre}`} type={type} genre={genre} onGenre={(next) => setQuery({ ...(type ? { type } : {}), ...(next ? { genre: next } : {}) })} />;
}

function Results({ type, genre, onGenre }: { type: string | undefined; genre: string | undefined; onGenre: (genre: string) => void }) {
  // One growing page, at most the 100 that the API gives at once; behind that a viewer searches.
  const [limit, setLimit] = useState(step);
  const titles = useLoad(`browse:${type}:${genre}:${limit}`, (signal) => catalog.browse({ type, genre, limit, sort: 'newest' }, signal));
  const heading = genre ?? names[type ?? ''] ?? 'All titles';
  const genres = titles.state === 'ready' ? (titles.value.facets?.genres ?? []).map((facet) => facet.value) : [];
  return (
    <div className={css.page}>
      <header className={css.header}>
        <h1>{heading}</h1>
        {(genres.length > 0 || genre) && (
          <select aria-label="Genre" value={genre ?? ''} onChange={(event) => onGenre(event.target.value)}>
            <option value="">All genres</option>
            {[...new Set([...(genre ? [genre] : []), ...genres])].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </header>
      {titles.state === 'loading' && <Spinner />}
      {titles.state === 'failed' && <Failed error={titles.error} retry={titles.reload} />}
      {titles.state === 'ready' &&
        (titles.value.items.length === 0 ? (
          <Empty title="Nothing here yet">New titles appear as soon as they are published.</Empty>
        ) : (
          <>
            <Grid cards={titles.value.items} label={heading} />
            {titles.value.totalCount > titles.value.items.length && limit < 100 && (
              <div className={css.more}>
                <Button onClick={() => setLimit(Math.min(100, limit + step))}>Show more</Button>
              </div>
            )}
          </>
        ))}
    </div>
  );
}
