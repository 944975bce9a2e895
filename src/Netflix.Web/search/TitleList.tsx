import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { Card, TitlePage } from '../api/catalog';
import { More } from '../ui/More';
import { Failed, Spinner } from '../ui/Status';
import type { usePages } from '../ui/usePages';
import { ChosenFilters, FacetPanel } from './FacetPanel';
import { chosenOf } from './filters';
import { Grid } from './Grid';
import css from './Search.module.css';

interface Props {
  titles: ReturnType<typeof usePages<Card, TitlePage>>;
  label: string;
  /** What stands over the titles: how many, and of what. */
  heading?: ReactNode;
  tools?: ReactNode;
  empty: (page: TitlePage) => ReactNode;
}

/** Titles with their facets beside them, growing as one reads on. */
export function TitleList({ titles, label, heading, tools, empty }: Props) {
  const { page } = titles;
  const [query] = useSearchParams();
  if (titles.error !== null) return <Failed error={titles.error} retry={titles.reload} />;
  if (page === null) return <Spinner />;
  const narrowable = chosenOf(query).length > 0 || Object.values(page.facets ?? {}).some((values) => values.length > 0);
  return (
    <div className={narrowable ? css.split : css.alone}>
      {narrowable && <FacetPanel facets={page.facets} />}
      <section className={css.results} aria-label={label} aria-busy={!titles.settled}>
        {(heading || tools) && (
          <div className={css.over}>
            {heading}
            {tools}
          </div>
        )}
        <ChosenFilters />
        {titles.items.length === 0 ? empty(page) : <Grid cards={titles.items} label={label} />}
        {titles.hasMore && <More onMore={titles.loadMore} error={titles.moreError} shown={titles.items.length} total={page.totalCount} />}
      </section>
    </div>
  );
}
