import { useParams } from 'react-router';
import { catalog, type Card, type Collection, type Page } from '../api/catalog';
import { isStatus } from '../api/problem';
import { More } from '../ui/More';
import { Failed, Spinner } from '../ui/Status';
import { usePages } from '../ui/usePages';
import { Grid } from './Grid';
import css from './Search.module.css';

export function CollectionPage() {
  const { collectionId = '' } = useParams();
  const titles = usePages<Card, Collection & Page<Card>>(`collection:${collectionId}`, (page, signal) => catalog.collection(collectionId, page, signal));
  const { page } = titles;
  if (titles.error !== null) {
    return isStatus(titles.error, 404)
      ? <Failed title="This collection is not here" error={new Error('Our editors may have taken it back.')} />
      : <Failed error={titles.error} retry={titles.reload} />;
  }
  if (page === null) return <Spinner />;
  return (
    <div className={css.page}>
      <header className={css.intro}>
        <h1>{page.name}</h1>
        {page.description && <p>{page.description}</p>}
      </header>
      <Grid cards={titles.items} label={page.name} />
      {titles.hasMore && <More onMore={titles.loadMore} error={titles.moreError} shown={titles.items.length} total={page.totalCount} />}
    </div>
  );
}
