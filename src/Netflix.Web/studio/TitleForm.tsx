import type { FormEvent } from 'react';
import type { TitleType } from '../api/catalog';
import type { CreditInput, CreditRole, NewTitle, StudioTitle } from '../api/studio';
import { Button } from '../ui/Button';
import { SelectField, TextArea, TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import type { useAction } from '../ui/useAction';
import { Localizations, readLocalizations } from './Localizations';
import css from './Studio.module.css';

interface Props {
  title?: StudioTitle;
  action: Pick<ReturnType<typeof useAction>, 'fields' | 'message' | 'busy'>;
  submit: string;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

const names = ['title', 'description', 'type', 'genres', 'releaseYear', 'rating', 'language', 'cast', 'directors', 'credits', 'externalId'];
const crew: [CreditRole, string][] = [['writer', 'Writers'], ['producer', 'Producers'], ['composer', 'Composers']];
const ratings = ['G', 'PG', 'PG-13', 'R', 'NC-17', 'TV-Y', 'TV-Y7', 'TV-G', 'TV-PG', 'TV-14', 'TV-MA'];

export function TitleForm({ title, action, submit, onSubmit }: Props) {
  const { fields } = action;
  const inTranslations = Object.entries(fields).filter(([name]) => name.startsWith('localizations')).map(([, text]) => text).join(' ');
  return (
    <form className={css.form} onSubmit={onSubmit} noValidate>
      <div className={css.whole}><Notice>{action.message(...names, ...Object.keys(fields).filter((name) => name.startsWith('localizations')))}</Notice></div>
      <TextField label="Title" name="title" defaultValue={title?.title} required maxLength={400} error={fields['title']} autoFocus={!title} />
      <SelectField label="Type" name="type" defaultValue={title?.type ?? 'movie'} disabled={title !== undefined} error={fields['type']}>
        <option value="movie">Film</option>
        <option value="series">Series</option>
        <option value="documentary">Documentary</option>
      </SelectField>
      <div className={css.whole}>
        <TextArea label="Description" name="description" defaultValue={title?.description} maxLength={5000} error={fields['description']} />
      </div>
      <TextField label="Genres" name="genres" defaultValue={title?.genres.join(', ')} hint="Separated by commas." error={fields['genres']} />
      <TextField label="Year" name="releaseYear" inputMode="numeric" defaultValue={title?.releaseYear ?? ''} error={fields['releaseYear']} />
      <SelectField label="Age rating" name="rating" defaultValue={title?.rating ?? ''} error={fields['rating']}>
        <option value="">Not rated</option>
        {[...new Set([...(title?.rating ? [title.rating] : []), ...ratings])].map((rating) => <option key={rating}>{rating}</option>)}
      </SelectField>
      <TextField label="Language" name="language" defaultValue={title?.language ?? 'en'} hint="A tag such as en or pt-BR." error={fields['language']} />
      <div className={css.whole}>
        <TextArea
          label="Cast" name="cast" defaultValue={title ? castLines(title) : ''} rows={Math.min(8, Math.max(3, title?.cast.length ?? 0))}
          hint="One a line, in the order of the credits, such as: Tom Hanks as Woody" error={fields['cast'] ?? fields['credits']}
        />
      </div>
      <TextField label="Directors" name="directors" defaultValue={title?.directors.join(', ')} hint="Separated by commas." error={fields['directors']} />
      {crew.map(([role, label]) => (
        <TextField
          key={role} label={label} name={role} hint="Separated by commas."
          defaultValue={title?.credits?.filter((credit) => credit.role === role).map((credit) => credit.name).join(', ')}
        />
      ))}
      <TextField
        label="External id" name="externalId" defaultValue={title?.externalId ?? ''} maxLength={200} error={fields['externalId']}
        hint="What another system calls it; an import with the same one updates this title."
      />
      <div className={css.whole}><Localizations first={title?.localizations ?? []} error={inTranslations || undefined} /></div>
      <div className={css.whole}>
        <Button type="submit" look="primary" busy={action.busy}>{submit}</Button>
      </div>
    </form>
  );
}

/** The form as the API takes it. A year that is no number goes as it is, for the server to say so at the field. */
export function readTitle(form: HTMLFormElement): NewTitle {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? '').trim();
  const list = (name: string) => text(name).split(',').map((part) => part.trim()).filter(Boolean);
  const year = text('releaseYear');
  const cast = text('cast').split('\n').map(readActor).filter((actor) => actor.name !== '');
  return {
    title: text('title'),
    description: text('description'),
    type: (text('type') || 'movie') as TitleType,
    genres: list('genres'),
    releaseYear: year === '' ? null : Number(year) || 0,
    rating: text('rating') || null,
    language: text('language') || null,
    cast: cast.map((actor) => actor.name),
    directors: list('directors'),
    credits: [...cast.filter((actor) => actor.character), ...crew.flatMap(([role]) => list(role).map((name) => ({ name, role })))],
    externalId: text('externalId') || null,
    localizations: readLocalizations(data),
  };
}

const castLines = (title: StudioTitle) =>
  title.cast.map((name) => {
    const character = title.credits?.find((credit) => credit.role === 'actor' && credit.name === name)?.character;
    return character ? `${name} as ${character}` : name;
  }).join('\n');

function readActor(line: string): CreditInput {
  const [name = '', ...character] = line.split(/\s+as\s+/);
  return { name: name.trim(), role: 'actor', ...(character.length > 0 ? { character: character.join(' as ').trim() } : {}) };
}
