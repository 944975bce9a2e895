import { catalog } from '../api/catalog';
import { Row } from '../home/Row';
import { useLoad } from '../ui/useLoad';
import css from './Search.module.css';

/** What our editors put together. Left out while there is none, or while it cannot be had. */
export function CollectionRows() {
  const collections = useLoad('collections', (signal) => catalog.collections(signal));
  if (collections.state !== 'ready') return null;
  return (
    <div className={css.rows}>
      {collections.value.filter((one) => one.items.length > 0).map((one) => (
        <Row key={one.collectionId} title={one.name} to={`/collection/${one.collectionId}`} cards={one.items} />
      ))}
    </div>
  );
}
