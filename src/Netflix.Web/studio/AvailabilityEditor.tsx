import { useState } from 'react';
import { studio, type StudioTitle, type Window } from '../api/studio';
import { countries } from '../auth/countries';
import { Button, IconButton } from '../ui/Button';
import { SelectField, TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { forgetPages } from '../ui/useLoad';
import css from './Studio.module.css';
import { useConflict } from './useConflict';

const everywhere = '*';

/** Where and when a title may be seen: a window opens and closes by itself. */
export function AvailabilityEditor({ title, reload }: { title: StudioTitle; reload: () => void }) {
  const [rows, setRows] = useState(() => (title.availability ?? []).map((window, id) => ({ ...window, id })));
  const [next, setNext] = useState(rows.length);
  const [changed, setChanged] = useState(false);
  const save = useConflict(() => studio.etag(title.contentId), title.etag, reload);

  const change = (list: typeof rows) => {
    setChanged(true);
    setRows(list);
  };
  const set = (id: number, values: Partial<Window>) => change(rows.map((row) => (row.id === id ? { ...row, ...values } : row)));
  const add = () => {
    change([...rows, { id: next, region: everywhere, from: null, to: null }]);
    setNext(next + 1);
  };
  const submit = () =>
    save.save(async (etag) => {
      await studio.setAvailability(title.contentId, rows.map(({ region, from, to }) => ({ region, from: from ?? null, to: to ?? null })), etag);
      setChanged(false);
      forgetPages();
      reload();
    });

  return (
    <section className={css.panel} aria-label="Availability">
      <h2>Availability</h2>
      <p className={css.muted}>
        {rows.length === 0 ? 'Everywhere, without end. Add a window to limit it to a country or a time.' : 'Seen in these countries and times only. Times are those of your clock.'}
      </p>
      <Notice>{save.message()}</Notice>
      {save.dialog}
      {rows.length > 0 && (
        <div className={css.windows}>
          {rows.map((row, index) => (
            <div key={row.id} role="group" aria-label={`Window ${index + 1}`}>
              <SelectField label="Country" value={row.region} onChange={(event) => set(row.id, { region: event.target.value })}>
                <option value={everywhere}>Everywhere</option>
                {countries().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
              </SelectField>
              <TextField label="From" type="datetime-local" value={toLocal(row.from)} onChange={(event) => set(row.id, { from: toUtc(event.target.value) })} />
              <TextField label="Until" type="datetime-local" value={toLocal(row.to)} onChange={(event) => set(row.id, { to: toUtc(event.target.value) })} />
              <IconButton icon="trash" label={`Remove window ${index + 1}`} onClick={() => change(rows.filter((one) => one.id !== row.id))} />
            </div>
          ))}
        </div>
      )}
      <div className={css.buttons}>
        <Button icon="plus" onClick={add}>Add a window</Button>
        {changed && <Button look="primary" busy={save.busy} onClick={() => void submit()}>Save availability</Button>}
      </div>
    </section>
  );
}

/** A time as the field wants it: local, without a zone. */
function toLocal(time: string | null | undefined): string {
  if (!time) return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const toUtc = (local: string): string | null => (local === '' || Number.isNaN(Date.parse(local)) ? null : new Date(local).toISOString());
