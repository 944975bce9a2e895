import { useParams } from 'react-router';
import { catalog, type Card, type Collection, type Page } from '../api/catalog';
import { usePages } from '../ui/usePages';
import { TitlesPage } from './TitlesPage';

export function CollectionPage() {
  const { collectionId = '' } = useParams();
  return (
    <TitlesPage
      titles={usePages<Card, Collection & Page<Card>>(`collection:${collectionId}`, (page, signal) => catalog.collection(collectionId, page, signal))}
      missing={{ title: 'This collection is not here', why: 'Our editors may have taken it back.' }}
      intro={(page) => page.description && <p>{page.description}</p>}
      label={(page) => page.name}
    />
  );
}
