import { useParams } from 'react-router';
import { catalog, type Card, type Person } from '../api/catalog';
import { isStatus } from '../api/problem';
import { More } from '../ui/More';
import { Empty, Failed, Spinner } from '../ui/Status';
import { usePages } from '../ui/usePages';
import { Grid } from './Grid';
import css from './Search.module.css';

const roles: Record<string, string> = { actor: 'Actor', director: 'Director', writer: 'Writer', producer: 'Producer', composer: 'Composer' };

/** All titles of one person that this profile may see. */
export function PersonPage() {
  const { personId = '' } = useParams();
  const titles = usePages<Card, Person>(`person:${personId}`, (page, signal) => catalog.person(personId, page, signal));
  const { page } = titles;
  if (titles.error !== null) {
    return isStatus(titles.error, 404)
      ? <Failed title="This person is not here" error={new Error('None of their titles is available in your country, for this profile, or any more.')} />
      : <Failed error={titles.error} retry={titles.reload} />;
  }
  if (page === null) return <Spinner />;
  return (
    <div className={css.page}>
      <header className={css.intro}>
        <h1>{page.name}</h1>
        <p>{[page.roles.map((role) => roles[role.toLowerCase()] ?? role).join(', '), `${page.totalCount} ${page.totalCount === 1 ? 'title' : 'titles'}`].filter(Boolean).join(' · ')}</p>
      </header>
      {titles.items.length === 0
        ? <Empty title="Nothing to watch yet">Nothing of {page.name} is available to this profile now.</Empty>
        : <Grid cards={titles.items} label={`Titles with ${page.name}`} />}
      {titles.hasMore && <More onMore={titles.loadMore} error={titles.moreError} shown={titles.items.length} total={page.totalCount} />}
    </div>
  );
}
