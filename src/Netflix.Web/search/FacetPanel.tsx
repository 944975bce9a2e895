import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Facet, Facets } from '../api/catalog';
import { Icon } from '../ui/Icon';
import css from './Facets.module.css';
import { chosenOf, dimensionNames, dimensions, facetOf, withFilter, wordFor, type Dimension } from './filters';

const fewest = 7;

/** What the list can be narrowed by, with how many titles are behind each. */
export function FacetPanel({ facets }: { facets: Partial<Facets> | undefined }) {
  const [query] = useSearchParams();
  const [open, setOpen] = useState(false);
  const chosen = chosenOf(query).length;
  return (
    <aside className={open ? `${css.panel} ${css.open}` : css.panel} aria-label="Filters">
      <button type="button" className={css.toggle} aria-expanded={open} aria-controls="facets" onClick={() => setOpen(!open)}>
        <Icon name="settings" size="1.2em" />
        Filters{chosen > 0 ? ` (${chosen})` : ''}
      </button>
      <div id="facets" className={css.groups}>
        {dimensions.map((dimension) => (
          <Group key={dimension} dimension={dimension} facets={facets?.[facetOf[dimension]] ?? []} />
        ))}
      </div>
    </aside>
  );
}

function Group({ dimension, facets }: { dimension: Dimension; facets: Facet[] }) {
  const [query, setQuery] = useSearchParams();
  const [all, setAll] = useState(false);
  const chosen = query.get(dimension);
  // The one chosen is shown even where nothing is left of it, so that it can be taken back.
  const values = chosen && !facets.some((facet) => facet.value === chosen) ? [{ value: chosen, count: 0 }, ...facets] : facets;
  if (values.length === 0) return null;
  const shown = all ? values : values.filter((facet, index) => index < fewest || facet.value === chosen);
  return (
    <fieldset className={css.group}>
      <legend>{dimensionNames[dimension]}</legend>
      {shown.map(({ value, count }) => (
        <button
          key={value} type="button" className={css.facet} aria-pressed={value === chosen}
          onClick={() => setQuery(withFilter(query, dimension, value === chosen ? null : value), { preventScrollReset: true })}
        >
          <span>{wordFor(dimension, value)}</span>
          <span className={css.count}>{count.toLocaleString('en')}</span>
        </button>
      ))}
      {values.length > fewest && (
        <button type="button" className={css.all} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${values.length}`}
        </button>
      )}
    </fieldset>
  );
}

/** What narrows the list now, each with a way to take it back. */
export function ChosenFilters() {
  const [query, setQuery] = useSearchParams();
  const chosen = chosenOf(query);
  if (chosen.length === 0) return null;
  return (
    <ul className={css.chosen} aria-label="Chosen filters">
      {chosen.map(({ dimension, value }) => (
        <li key={dimension}>
          <button type="button" aria-label={`Remove the filter ${dimensionNames[dimension]}: ${wordFor(dimension, value)}`} onClick={() => setQuery(withFilter(query, dimension, null))}>
            {wordFor(dimension, value)}
            <Icon name="close" size="1em" />
          </button>
        </li>
      ))}
    </ul>
  );
}
