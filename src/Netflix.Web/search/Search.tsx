import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { catalog, type Card, type TitlePage } from '../api/catalog';
import { Row } from '../home/Row';
import { Empty } from '../ui/Status';
import { usePages } from '../ui/usePages';
import { CollectionRows } from './CollectionRows';
import { chosenOf, filterOf, withFilter } from './filters';
import { SearchBox } from './SearchBox';
import css from './Search.module.css';
import { TitleList } from './TitleList';

const pauseAfterTyping = 220;

export function Search() {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('q') ?? '';
  const [text, setText] = useState(asked);
  const wanted = text.trim();

  // Back and forward change what is asked, and the field follows; its own words come back later than the next letter.
  const sent = useRef(asked);
  useEffect(() => {
    if (asked !== sent.current) setText(asked);
    sent.current = asked;
  }, [asked]);

  function ask() {
    if (wanted === asked) return;
    sent.current = wanted;
    setQuery((before) => withFilter(before, 'q', wanted), { replace: true });
  }
  useEffect(() => {
    const timer = setTimeout(ask, pauseAfterTyping);
    return () => clearTimeout(timer);
    // The field alone starts the wait: what is asked follows from it.
  }, [wanted]);

  return (
    <div className={css.page}>
      <h1 className="visually-hidden">Search</h1>
      <SearchBox text={text} onText={setText} onSubmit={ask} />
      <Found text={asked} query={query} />
    </div>
  );
}

/** Everything while nothing is asked, so that the page is never bare. */
function Found({ text, query }: { text: string; query: URLSearchParams }) {
  const filter = filterOf(query);
  const titles = usePages<Card, TitlePage>(`search:${text}:${JSON.stringify(filter)}`, (page, signal) =>
    text === '' ? catalog.browse({ sort: 'popular', ...filter }, page, signal) : catalog.search(text, filter, page, signal));
  const filtered = chosenOf(query).length > 0;
  return (
    <>
      {text === '' && !filtered && <CollectionRows />}
      <TitleList
        titles={titles} label={text === '' ? 'All titles' : 'Search results'}
        heading={titles.page && <Told text={text} page={titles.page} />}
        empty={(page) => (text === '' && !filtered ? <Empty title="The library is empty">Titles appear here as soon as they are published.</Empty> : <Near page={page} filtered={filtered} />)}
      />
    </>
  );
}

/** How many there are, and of which words when not of those typed. */
function Told({ text, page }: { text: string; page: TitlePage }) {
  const titles = `${page.totalCount.toLocaleString('en')} ${page.totalCount === 1 ? 'title' : 'titles'}`;
  return (
    <p className={css.count} role="status">
      {text === '' ? `All titles: ${titles}` : page.correctedQuery ? (
        <>
          {titles}. Showing results for <strong>{page.correctedQuery}</strong>, as nothing matches “{text}”.
        </>
      ) : `${titles} for “${text}”`}
    </p>
  );
}

function Near({ page, filtered }: { page: TitlePage; filtered: boolean }) {
  const near = page.near ?? [];
  return (
    <div className={css.none}>
      <h2>No match</h2>
      <p>{filtered ? 'Take a filter away, or try other words.' : 'Try another spelling, an actor’s name or a genre.'}</p>
      {near.length > 0 && <Row title="These come close" cards={near} />}
    </div>
  );
}
