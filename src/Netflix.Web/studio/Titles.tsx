import { Link, useSearchParams } from 'react-router';
import { studio } from '../api/studio';
import { Artwork } from '../ui/Artwork';
import { LinkButton } from '../ui/Button';
import { SelectField, TextField } from '../ui/Field';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { Pager, pageOf } from './Pager';
import { StateBadge } from './StateBadge';
import css from './Studio.module.css';
import { useFilterChoice, useFilterField } from './useFilterField';

const size = 50;
const typeNames: Record<string, string> = { movie: 'Film', series: 'Series', documentary: 'Documentary' };

/** The whole catalogue, newest first, as the studio sees it. */
export function Titles() {
  const [query] = useSearchParams();
  const [page, words, state, type] = [pageOf(query), query.get('query') ?? undefined, query.get('state') ?? undefined, query.get('type') ?? undefined];
  const text = useFilterField('query');
  const [states, types] = [useFilterChoice('state'), useFilterChoice('type')];
  const filtered = Boolean(words ?? state ?? type);
  const titles = useLoad(`studio:${words}:${state}:${type}:${page}`, (signal) => studio.titles({ query: words, state, type }, page, size, signal));
  return (
    <>
      <header className={css.header}>
        <h1>Titles {titles.state === 'ready' && <small>{titles.value.totalCount.toLocaleString('en')}</small>}</h1>
        <LinkButton to="/studio/import" icon="upload">Import</LinkButton>
        <LinkButton to="/studio/new" look="primary" icon="plus">New title</LinkButton>
      </header>
      <form className={css.filters} role="search" onSubmit={(event) => event.preventDefault()}>
        <TextField label="Title, or external id" type="search" {...text} />
        <SelectField label="State" {...states}>
          <option value="">All</option>
          <option value="draft">Draft</option>
          <option value="announced">Announced</option>
          <option value="published">Published</option>
        </SelectField>
        <SelectField label="Type" {...types}>
          <option value="">All</option>
          {Object.entries(typeNames).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
        </SelectField>
      </form>
      {titles.state === 'loading' && <Spinner />}
      {titles.state === 'failed' && <Failed error={titles.error} retry={titles.reload} />}
      {titles.state === 'ready' && titles.value.items.length === 0 && (
        filtered ? <Empty title="No title is like this">Try fewer letters, or another state or type.</Empty> : (
          <Empty title="No titles yet">
            <p>Make one, upload its film, and publish it when it is encoded. Or import a whole catalogue from a file.</p>
          </Empty>
        )
      )}
      {titles.state === 'ready' && titles.value.items.length > 0 && (
        <>
          <ul className={css.titles}>
            {titles.value.items.map((title) => (
              <li key={title.contentId}>
                <Link to={`/studio/${title.contentId}`}>
                  <span className={css.thumb}><Artwork src={title.thumbnailUrl} title={title.title} /></span>
                  <span className={css.titleName}>{title.title}</span>
                  <span className={css.muted}>{[typeNames[title.type], title.releaseYear].filter(Boolean).join(' · ')}</span>
                  <StateBadge state={title.state} playable={title.playable} />
                </Link>
              </li>
            ))}
          </ul>
          <Pager page={page} limit={size} totalCount={titles.value.totalCount} />
        </>
      )}
    </>
  );
}
