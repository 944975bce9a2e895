import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { catalog, type Suggestion } from '../api/catalog';
import { Icon, type IconName } from '../ui/Icon';
import css from './SearchBox.module.css';

const icons: Record<Suggestion['kind'], IconName> = { title: 'film', person: 'person', genre: 'list' };
const kinds: Record<Suggestion['kind'], string> = { title: 'Title', person: 'Person', genre: 'Genre' };
const pauseAfterTyping = 120;
const fewestLetters = 2;

interface Props {
  text: string;
  onText: (text: string) => void;
  /** Enter on the words themselves: look now, do not wait for more letters. */
  onSubmit: () => void;
}

/** The search field with suggestions, a combobox as WAI-ARIA describes it: focus stays in the field, arrows choose. */
export function SearchBox({ text, onText, onSubmit }: Props) {
  const id = useId();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(false);
  const suggestions = useSuggestions(text, typed);
  const [active, setActive] = useState(-1);
  const open = typed && suggestions.length > 0;
  const chosen = open ? suggestions[active] : undefined;

  useEffect(() => setActive(-1), [suggestions]);

  function close() {
    setTyped(false);
    setActive(-1);
  }

  function choose(suggestion: Suggestion) {
    close();
    if (suggestion.kind === 'title' && suggestion.contentId) void navigate(`/title/${suggestion.contentId}`);
    else if (suggestion.kind === 'person' && suggestion.personId) void navigate(`/person/${suggestion.personId}`);
    else if (suggestion.kind === 'genre') void navigate(`/browse?genre=${encodeURIComponent(suggestion.text)}`);
    else onText(suggestion.text);
  }

  function move(step: number) {
    if (!open) return setTyped(true);
    // One place more than there are suggestions: the field itself.
    const places = suggestions.length + 1;
    setActive(((active + 1 + step + places) % places) - 1);
  }

  function onKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') {
      if (chosen) choose(chosen);
      else {
        close();
        onSubmit();
      }
    } else if (event.key === 'Escape') {
      if (open) close();
      else if (text !== '') onText('');
      else return;
    } else return;
    event.preventDefault();
  }

  return (
    <form
      role="search" className={css.search} onSubmit={(event) => event.preventDefault()}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
    >
      <div className={css.box}>
        <Icon name="search" />
        <input
          ref={field} type="text" inputMode="search" enterKeyHint="search" autoFocus autoComplete="off" autoCapitalize="off" spellCheck={false}
          role="combobox" aria-autocomplete="list" aria-expanded={open} aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${active}` : undefined}
          aria-label="Search titles, people, genres" placeholder="Titles, people, genres" maxLength={100}
          value={text} onKeyDown={onKey}
          onChange={(event) => {
            setTyped(true);
            onText(event.target.value);
          }}
        />
        {text !== '' && (
          <button type="button" className={css.clear} aria-label="Clear the search" title="Clear" onClick={() => {
            close();
            onText('');
            field.current?.focus();
          }}>
            <Icon name="close" size="1.2em" />
          </button>
        )}
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label="Suggestions" className={css.list} hidden={!open}>
        {suggestions.map((suggestion, index) => (
          <li
            key={`${suggestion.kind}:${suggestion.contentId ?? suggestion.personId ?? suggestion.text}`}
            id={`${id}-${index}`} role="option" aria-selected={index === active} className={css.option}
            onMouseMove={() => setActive(index)} onMouseDown={(event) => event.preventDefault()} onClick={() => choose(suggestion)}
            ref={(element) => {
              if (index === active) element?.scrollIntoView({ block: 'nearest' });
            }}
          >
            <Icon name={icons[suggestion.kind]} size="1.2em" />
            <span className={css.text}>{suggestion.text}</span>
            <span className={css.kind}>{kinds[suggestion.kind]}</span>
          </li>
        ))}
      </ul>
    </form>
  );
}

/** What the letters typed so far may become. An answer for older letters is never shown for newer ones. */
function useSuggestions(text: string, wanted: boolean): Suggestion[] {
  const [answer, setAnswer] = useState<Suggestion[]>(none);
  const prefix = text.trim();
  const ask = wanted && prefix.length >= fewestLetters;
  useEffect(() => {
    if (!ask) return setAnswer(none);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      // Suggestions that cannot be had are no failure worth a word: the results follow anyway.
      catalog.suggest(prefix, abort.signal).then((found) => !abort.signal.aborted && setAnswer(found), () => undefined);
    }, pauseAfterTyping);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [prefix, ask]);
  return ask ? answer : none;
}

const none: Suggestion[] = [];
