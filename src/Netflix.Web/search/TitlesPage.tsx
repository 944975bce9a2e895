import type { ReactNode } from 'react';
import type { Card } from '../api/catalog';
import { isStatus } from '../api/problem';
import { More } from '../ui/More';
import { Failed, Spinner } from '../ui/Status';
import type { usePages } from '../ui/usePages';
import { useTitle } from '../ui/useTitle';
import { Grid } from './Grid';
import css from './Search.module.css';

interface Named {
  name: string;
  totalCount: number;
}

interface Props<P extends Named> {
  titles: ReturnType<typeof usePages<Card, P & { items: Card[] }>>;
  /** What a 404 means here. */
  missing: { title: string; why: string };
  intro: (page: P) => ReactNode;
  label: (page: P) => string;
  empty?: (page: P) => ReactNode;
}

/** A page of titles that belong together under a name: those of a person, those of a collection. */
export function TitlesPage<P extends Named>({ titles, missing, intro, label, empty }: Props<P>) {
  const { page } = titles;
  useTitle(page?.name);
  if (titles.error !== null) {
    return isStatus(titles.error, 404)
      ? <Failed title={missing.title} error={new Error(missing.why)} />
      : <Failed error={titles.error} retry={titles.reload} />;
  }
  if (page === null) return <Spinner />;
  return (
    <div className={css.page}>
      <header className={css.intro}>
        <h1>{page.name}</h1>
        {intro(page)}
      </header>
      {titles.items.length === 0 && empty ? empty(page) : <Grid cards={titles.items} label={label(page)} />}
      {titles.hasMore && <More onMore={titles.loadMore} error={titles.moreError} shown={titles.items.length} total={page.totalCount} />}
    </div>
  );
}
