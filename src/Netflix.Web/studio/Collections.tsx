import { Link, useSearchParams } from 'react-router';
import { editing } from '../api/editing';
import { LinkButton } from '../ui/Button';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { Pager, pageOf } from './Pager';
import css from './Studio.module.css';

export function Collections() {
  const page = pageOf(useSearchParams()[0]);
  const collections = useLoad(`studio-collections:${page}`, (signal) => editing.collections(page, signal));
  return (
    <>
      <header className={css.header}>
        <h1>Collections</h1>
        <LinkButton to="/studio/collections/new" look="primary" icon="plus">New collection</LinkButton>
      </header>
      {collections.state === 'loading' && <Spinner />}
      {collections.state === 'failed' && <Failed error={collections.error} retry={collections.reload} />}
      {collections.state === 'ready' && (
        collections.value.items.length === 0 ? <Empty title="No collections yet">Put titles together that belong together, in an order of yours. Viewers find them under Search.</Empty> : (
          <>
            <ul className={css.plainList}>
              {collections.value.items.map((one) => (
                <li key={one.collectionId}>
                  <Link to={`/studio/collections/${one.collectionId}`}>
                    <span>
                      <span className={css.titleName}>{one.name}</span>
                      {one.description && <span className={css.muted}>{one.description}</span>}
                    </span>
                    <span className={css.muted}>{one.contentIds.length} {one.contentIds.length === 1 ? 'title' : 'titles'}</span>
                    <span className={one.published ? `${css.badge} ${css.good}` : css.badge}>{one.published ? 'Published' : 'Draft'}</span>
                  </Link>
                </li>
              ))}
            </ul>
            <Pager page={page} limit={collections.value.limit} totalCount={collections.value.totalCount} />
          </>
        )
      )}
    </>
  );
}
