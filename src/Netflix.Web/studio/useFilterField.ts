import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useDebounced } from '../ui/useDebounced';

/** A field whose text narrows a list, kept in the address a moment after the last letter; the list starts over at page 1. */
export function useFilterField(name: string) {
  const [query, setQuery] = useSearchParams();
  const [text, setText] = useState(query.get(name) ?? '');
  const wanted = useDebounced(text.trim());
  useEffect(() => {
    if (wanted === (query.get(name) ?? '')) return;
    const next = new URLSearchParams(query);
    if (wanted) next.set(name, wanted);
    else next.delete(name);
    next.delete('page');
    setQuery(next, { replace: true });
    // The field alone starts it.
  }, [wanted]);
  return { value: text, onChange: (event: { target: { value: string } }) => setText(event.target.value) };
}

/** A choice that narrows a list, kept in the address. */
export function useFilterChoice(name: string) {
  const [query, setQuery] = useSearchParams();
  return {
    value: query.get(name) ?? '',
    onChange(event: { target: { value: string } }) {
      const next = new URLSearchParams(query);
      if (event.target.value) next.set(name, event.target.value);
      else next.delete(name);
      next.delete('page');
      setQuery(next, { replace: true });
    },
  };
}
