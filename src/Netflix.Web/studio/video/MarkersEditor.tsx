import { lazy, Suspense, useRef, useState } from 'react';
import { video, type Marker, type MarkerKind, type MarkerSheet } from '../../api/video';
import { Button, IconButton } from '../../ui/Button';
import { SelectField, TextField } from '../../ui/Field';
import { readTimecode, timecode } from '../../ui/format';
import { Failed, Notice, Spinner } from '../../ui/Status';
import { useLoad } from '../../ui/useLoad';
import studioCss from '../Studio.module.css';
import { useConflict } from '../useConflict';
import css from './Video.module.css';

const FilmPlayer = lazy(() => import('./FilmPlayer'));

const kinds: [MarkerKind, string][] = [['intro', 'Intro'], ['recap', 'Recap'], ['credits', 'Credits'], ['preview', 'Preview'], ['chapter', 'Chapter']];
const notATime = 'Write a time such as 1:02.5.';

/** Intro, recap, credits and chapters of a video: those found, to be put right, and those made by hand. */
export function MarkersEditor({ videoId }: { videoId: string }) {
  const sheet = useLoad(`markers:${videoId}`, (signal) => video.markers(videoId, signal));
  if (sheet.state === 'loading') return <Spinner />;
  if (sheet.state === 'failed') return <Failed error={sheet.error} retry={sheet.reload} />;
  if (sheet.value === null) return <p className={studioCss.muted}>Markers can be set once the video is encoded.</p>;
  return <Editor key={sheet.value.etag} videoId={videoId} sheet={sheet.value} reload={sheet.reload} />;
}

interface Row extends Marker {
  id: number;
  startText: string;
  endText: string;
}

function Editor({ videoId, sheet, reload }: { videoId: string; sheet: MarkerSheet; reload: () => void }) {
  const [rows, setRows] = useState<Row[]>(() => sheet.markers.map((one, id) => ({ ...one, id, startText: timecode(one.start), endText: timecode(one.end) })));
  const [next, setNext] = useState(rows.length);
  const [changed, setChanged] = useState(false);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [playing, setPlaying] = useState(false);
  const position = useRef<() => number | null>(() => null);
  const save = useConflict(async () => (await video.markers(videoId))?.etag ?? '*', sheet.etag, reload, 'these markers');

  const change = (list: Row[]) => {
    setChanged(true);
    setFaults({});
    save.clear();
    setRows(list);
  };
  const set = (id: number, values: Partial<Row>) => change(rows.map((row) => (row.id === id ? { ...row, ...values, source: 'manual', confidence: null } : row)));
  const add = () => {
    const start = position.current() ?? 0;
    change([...rows, { id: next, kind: rows.length === 0 ? 'intro' : 'chapter', start, end: start, startText: timecode(start), endText: '', source: 'manual' }]);
    setNext(next + 1);
  };
  const here = (id: number, field: 'startText' | 'endText') => {
    const at = position.current();
    if (at !== null) set(id, { [field]: timecode(Math.round(at * 10) / 10) });
  };

  function submit() {
    const wrong: Record<string, string> = {};
    const markers = rows.map((row, index): Marker => {
      const [start, end] = [readTimecode(row.startText), readTimecode(row.endText)];
      if (start === null) wrong[`markers[${index}].start`] = notATime;
      if (end === null) wrong[`markers[${index}].end`] = notATime;
      return { kind: row.kind, start: start ?? 0, end: end ?? 0, title: row.kind === 'chapter' ? (row.title?.trim() || null) : null };
    });
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) return;
    void save.save(async (etag) => {
      await video.saveMarkers(videoId, markers, etag);
      setChanged(false);
      reload();
    });
  }

  const shown = { ...save.fields, ...faults };
  return (
    <>
      <p className={studioCss.muted}>
        {rows.length === 0 ? 'None yet. Players offer to skip an intro, a recap and the credits, and list chapters.' : 'What players offer to skip, and the chapters they list.'}
        {sheet.durationSeconds ? ` The video is ${timecode(sheet.durationSeconds)} long.` : ''}
      </p>
      {playing && (
        <Suspense fallback={<Spinner />}>
          <FilmPlayer videoId={videoId} onPosition={(read) => { position.current = read; }} />
        </Suspense>
      )}
      <Notice>{save.message(...Object.keys(save.fields))}</Notice>
      {save.dialog}
      {rows.length > 0 && (
        <div className={css.markers}>
          {rows.map((row, index) => (
            <div key={row.id} role="group" aria-label={`Marker ${index + 1}`} data-testid="marker">
              <SelectField label="Kind" value={row.kind} error={shown[`markers[${index}].kind`]} onChange={(event) => set(row.id, { kind: event.target.value as MarkerKind })}>
                {kinds.map(([kind, name]) => <option key={kind} value={kind}>{name}</option>)}
              </SelectField>
              {(['start', 'end'] as const).map((field) => (
                <div key={field} className={css.time}>
                  <TextField
                    label={field === 'start' ? 'Start' : 'End'} value={row[`${field}Text`]} placeholder="1:02.5" autoComplete="off" spellCheck={false}
                    error={shown[`markers[${index}].${field}`]} onChange={(event) => set(row.id, { [`${field}Text`]: event.target.value })}
                  />
                  {playing && <IconButton icon="down" label={`Set the ${field} of marker ${index + 1} to the player's position`} onClick={() => here(row.id, `${field}Text`)} />}
                </div>
              ))}
              {row.kind === 'chapter'
                ? <TextField label="Chapter's title" value={row.title ?? ''} error={shown[`markers[${index}].title`]} onChange={(event) => set(row.id, { title: event.target.value })} />
                : <span />}
              <span className={css.origin}>{row.source === 'auto' ? `Found${row.confidence == null ? '' : `, ${Math.round(row.confidence * 100)}% sure`}` : 'By hand'}</span>
              <IconButton icon="trash" label={`Remove marker ${index + 1}`} onClick={() => change(rows.filter((one) => one.id !== row.id))} />
            </div>
          ))}
        </div>
      )}
      <div className={studioCss.buttons}>
        <Button icon="plus" onClick={add}>Add a marker</Button>
        <Button icon="play" aria-expanded={playing} onClick={() => setPlaying(!playing)}>{playing ? 'Close the player' : 'Open a player'}</Button>
        {changed && <Button look="primary" busy={save.busy} onClick={submit}>Save markers</Button>}
      </div>
    </>
  );
}
