import { useSearchParams } from 'react-router';
import { catalog, type Card, type TitlePage } from '../api/catalog';
import { Empty } from '../ui/Status';
import { LinkButton } from '../ui/Button';
import { usePages } from '../ui/usePages';
import { chosenOf, filterOf, sorts, typeNames, withFilter } from './filters';
import css from './Search.module.css';
import { TitleList } from './TitleList';

export function Browse() {
  const [query, setQuery] = useSearchParams();
  const filter = filterOf(query);
  const sort = filter.sort ?? 'newest';
  const titles = usePages<Card, TitlePage>(`browse:${JSON.stringify({ ...filter, sort })}`, (page, signal) => catalog.browse({ ...filter, sort }, page, signal));
  const heading = filter.genre ?? typeNames[filter.type ?? ''] ?? 'All titles';
  return (
    <div className={css.page}>
      <header className={css.header}>
        <h1>{heading}</h1>
        <label className={css.sort}>
          Sort by
          <select value={sort} onChange={(event) => setQuery(withFilter(query, 'sort', event.target.value))}>
            {Object.entries(sorts).map(([value, name]) => (
              <option key={value} value={value}>{name}</option>
            ))}
          </select>
        </label>
      </header>
      <TitleList
        titles={titles} label={heading}
        heading={titles.page && <p className={css.count} role="status">{titles.page.totalCount.toLocaleString('en')} {titles.page.totalCount === 1 ? 'title' : 'titles'}</p>}
        empty={() =>
          chosenOf(query).length > 0 ? (
            <Empty title="Nothing has all of this at once">
              <p>Take one of the filters away to see more.</p>
              <p>&nbsp;</p>
              <LinkButton to="/browse" look="light">All titles</LinkButton>
            </Empty>
          ) : (
            <Empty title="Nothing here yet">New titles appear as soon as they are published.</Empty>
          )
        }
      />
    </div>
  );
}
