import { useState } from 'react';
import { studio, type StudioItem } from '../api/studio';
import { IconButton } from '../ui/Button';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { useDebounced } from '../ui/useDebounced';
import { useLoad } from '../ui/useLoad';
import { StateBadge } from './StateBadge';
import css from './Studio.module.css';

const found = 8;

/** The titles of a collection, in its order, and a search for more. */
export function CollectionTitles({ titles, onChange }: { titles: StudioItem[]; onChange: (titles: StudioItem[]) => void }) {
  const [text, setText] = useState('');
  const words = useDebounced(text.trim());
  const hits = useLoad(`collection-search:${words}`, async (signal) => (words === '' ? [] : (await studio.titles({ query: words }, 1, found, signal)).items));
  const more = hits.state === 'ready' ? hits.value.filter((hit) => titles.every((title) => title.contentId !== hit.contentId)) : [];

  const move = (from: number, to: number) => {
    const next = [...titles];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };

  return (
    <section className={css.panel} aria-label="Titles of the collection">
      <h2>Titles <small className={css.muted}>{titles.length}</small></h2>
      {titles.length === 0 && <p className={css.muted}>None yet. Search for one below and add it.</p>}
      <ol className={css.picked}>
        {titles.map((title, index) => (
          <li key={title.contentId}>
            <span className={css.titleName}>{title.title} <span className={css.muted}>{title.releaseYear}</span></span>
            <StateBadge state={title.state} playable={title.playable} />
            <IconButton icon="up" label={`Move ${title.title} up`} disabled={index === 0} onClick={() => move(index, index - 1)} />
            <IconButton icon="down" label={`Move ${title.title} down`} disabled={index === titles.length - 1} onClick={() => move(index, index + 1)} />
            <IconButton icon="close" label={`Take ${title.title} out`} onClick={() => onChange(titles.filter((one) => one !== title))} />
          </li>
        ))}
      </ol>
      <TextField
        label="Search for titles to add" type="search" value={text} onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {words !== '' && hits.state === 'ready' && more.length === 0 && <p className={css.muted} role="status">Nothing more is called that.</p>}
      <ul className={css.picked} aria-label="Found">
        {more.map((title) => (
          <li key={title.contentId}>
            <span className={css.titleName}>{title.title} <span className={css.muted}>{title.releaseYear}</span></span>
            <Button icon="plus" aria-label={`Add ${title.title}`} onClick={() => onChange([...titles, title])}>Add</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
