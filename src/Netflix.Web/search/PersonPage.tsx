import { useParams } from 'react-router';
import { catalog, type Card, type Person } from '../api/catalog';
import { Empty } from '../ui/Status';
import { usePages } from '../ui/usePages';
import { TitlesPage } from './TitlesPage';

const roles: Record<string, string> = { actor: 'Actor', director: 'Director', writer: 'Writer', producer: 'Producer', composer: 'Composer' };

/** All titles of one person that this profile may see. */
export function PersonPage() {
  const { personId = '' } = useParams();
  return (
    <TitlesPage
      titles={usePages<Card, Person>(`person:${personId}`, (page, signal) => catalog.person(personId, page, signal))}
      missing={{ title: 'This person is not here', why: 'None of their titles is available in your country, for this profile, or any more.' }}
      intro={(page) => (
        <p>{[page.roles.map((role) => roles[role.toLowerCase()] ?? role).join(', '), `${page.totalCount} ${page.totalCount === 1 ? 'title' : 'titles'}`].filter(Boolean).join(' · ')}</p>
      )}
      label={(page) => `Titles with ${page.name}`}
      empty={(page) => <Empty title="Nothing to watch yet">Nothing of {page.name} is available to this profile now.</Empty>}
    />
  );
}
