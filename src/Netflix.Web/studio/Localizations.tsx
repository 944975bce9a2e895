import { useState } from 'react';
import { languages } from '../api/languages';
import type { Localization } from '../api/studio';
import { Button } from '../ui/Button';
import { SelectField, TextArea, TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import css from './Studio.module.css';

/** A title's name and description in other languages; who speaks none of them sees the original. */
export function Localizations({ first, error }: { first: Localization[]; error?: string | undefined }) {
  const [rows, setRows] = useState(() => first.map((row, id) => ({ ...row, id })));
  const [next, setNext] = useState(first.length);
  return (
    <fieldset className={css.localizations}>
      <legend>Translations</legend>
      <Notice>{error}</Notice>
      {rows.map((row, index) => (
        <div key={row.id} className={css.localization} role="group" aria-label={`Translation ${index + 1}`}>
          <SelectField label="Language of the translation" name="loc-language" defaultValue={row.language}>
            {languages(row.language).map(({ tag, name }) => <option key={tag} value={tag}>{name}</option>)}
          </SelectField>
          <TextField label="Translated title" name="loc-title" defaultValue={row.title} maxLength={200} />
          <TextArea label="Translated description" name="loc-description" defaultValue={row.description} maxLength={5000} rows={3} />
          <Button icon="trash" onClick={() => setRows(rows.filter((one) => one.id !== row.id))}>Remove this translation</Button>
        </div>
      ))}
      <Button
        icon="plus"
        onClick={() => {
          setRows([...rows, { id: next, language: 'de', title: '', description: '' }]);
          setNext(next + 1);
        }}
      >
        Add a translation
      </Button>
    </fieldset>
  );
}

export function readLocalizations(data: FormData): Localization[] {
  const all = (name: string) => data.getAll(name).map((value) => String(value).trim());
  const [titles, descriptions] = [all('loc-title'), all('loc-description')];
  return all('loc-language').map((language, index) => ({ language, title: titles[index] ?? '', description: descriptions[index] ?? '' }));
}
