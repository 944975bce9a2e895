import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { catalog } from '../api/catalog';
import { Icon } from '../ui/Icon';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { Grid } from './Grid';
import css from './Search.module.css';

const pauseAfterTyping = 220;

export function Search() {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('q') ?? '';
  const [text, setText] = useState(asked);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === asked) return;
    const timer = setTimeout(() => setQuery(wanted ? { q: wanted } : {}, { replace: true }), pauseAfterTyping);
    return () => clearTimeout(timer);
  }, [text, asked, setQuery]);

  return (
    <div className={css.page}>
      <h1 className="visually-hidden">Search</h1>
      <form role="search" className={css.box} onSubmit={(event) => event.preventDefault()}>
        <Icon name="search" />
        <input
          type="search" value={text} onChange={(event) => setText(event.target.value)} autoFocus autoComplete="off" spellCheck={false}
          aria-label="Search titles, people, genres" placeholder="Titles, people, genres" maxLength={100}
        />
      </form>
      <Found text={asked} />
    </div>
  );
}

/** Everything while nothing is asked, so that the page is never bare. */
function Found({ text }: { text: string }) {
  const found = useLoad(`search:${text}`, (signal) => (text === '' ? catalog.browse({ sort: 'popular', limit: 40 }, signal) : catalog.search(text, signal)));
  if (found.state === 'loading') return <Spinner label="Searching" />;
  if (found.state === 'failed') return <Failed error={found.error} retry={found.reload} />;
  const count = found.value.items.length;
  return (
    <>
      <p className={css.count} role="status">
        {text === '' ? 'All titles' : `${found.value.totalCount ?? count} ${count === 1 ? 'title' : 'titles'} for “${text}”`}
      </p>
      {count === 0 && text !== '' ? (
        <Empty title="No match">Try another spelling, an actor’s name or a genre.</Empty>
      ) : (
        <Grid cards={found.value.items} label={text === '' ? 'All titles' : 'Search results'} />
      )}
    </>
  );
}
