import { useId, useRef, useState, type FormEvent } from 'react';
import { studio, type ImportReport } from '../api/studio';
import { Button, LinkButton } from '../ui/Button';
import { SelectField } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { Notice } from '../ui/Status';
import { forgetPages } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import css from './Studio.module.css';

/** Many titles at once, from a file of one title a line. */
export function Import() {
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const running = useRef<AbortController | null>(null);
  const load = useAction();

  function choose(chosen: File | undefined) {
    if (chosen) setFile(chosen);
    setReport(null);
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!file) return;
    const state = String(new FormData(event.currentTarget).get('state'));
    setReport(null);
    running.current = new AbortController();
    const { signal } = running.current;
    void load.run(async () => {
      try {
        setReport(await studio.import(file, typeOf(file), state, signal));
        forgetPages();
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    });
  }

  return (
    <>
      <header className={css.header}>
        <h1>Import titles</h1>
      </header>
      <p className={css.muted}>
        NDJSON (one title as JSON a line) or CSV with a header line. The fields are those of a title: title, type, description, genres, releaseYear, rating,
        language, cast, directors, externalId. A line with an externalId that is known updates that title, so a file may be imported again.
      </p>
      <form className={css.import} onSubmit={submit}>
        <label
          className={css.drop} htmlFor={id} onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            choose(event.dataTransfer.files[0]);
          }}
        >
          <Icon name="upload" size="2.2em" />
          <strong>{file ? file.name : 'Choose a file'}</strong>
          <span>{file ? `${(file.size / 1_000_000).toFixed(2)} MB, read as ${typeOf(file) === 'text/csv' ? 'CSV' : 'NDJSON'}. Choose another one to replace it.` : 'Or drop it here. Ends in .ndjson, .jsonl or .csv.'}</span>
          <input id={id} className="visually-hidden" type="file" accept=".ndjson,.jsonl,.json,.csv,text/csv,application/x-ndjson" onChange={(event) => choose(event.target.files?.[0])} />
        </label>
        <SelectField label="New titles are" name="state" defaultValue="draft">
          <option value="draft">Drafts: seen in the studio only</option>
          <option value="announced">Announced: viewers see them as “coming soon”</option>
        </SelectField>
        <div className={css.buttons}>
          <Button type="submit" look="primary" icon="upload" disabled={!file} busy={load.busy}>{load.busy ? 'Importing…' : 'Import'}</Button>
          {load.busy && <Button onClick={() => running.current?.abort()}>Stop</Button>}
        </div>
      </form>
      <Notice>{load.message()}</Notice>
      {load.busy && <p role="status" className={css.muted}>Thousands of lines take a minute. What is read stays read, also if you stop.</p>}
      {report && <Report report={report} />}
    </>
  );
}

function Report({ report }: { report: ImportReport }) {
  const counts: [string, number][] = [['Created', report.created], ['Updated', report.updated], ['Unchanged', report.unchanged], ['Failed', report.failed]];
  return (
    <section className={css.panel} aria-labelledby="report">
      <h2 id="report">What the file did</h2>
      <p role="status" className="visually-hidden">The import is done: {counts.map(([name, count]) => `${count} ${name.toLowerCase()}`).join(', ')}.</p>
      <dl className={css.counts}>
        {counts.map(([name, count]) => (
          <div key={name} className={name === 'Failed' && count > 0 ? css.bad : undefined}>
            <dt>{name}</dt>
            <dd>{count.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      {report.errors.length > 0 && (
        <div className={css.scroll} tabIndex={0} role="region" aria-label="Lines that failed">
          <table className={css.table}>
            <thead><tr><th scope="col">Line</th><th scope="col">What is wrong</th></tr></thead>
            <tbody>
              {report.errors.map(({ line, message }, index) => (
                <tr key={index}><td>{line}</td><td>{message}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {report.failed > report.errors.length && <p className={css.muted}>The first {report.errors.length} bad lines are listed.</p>}
      <p><LinkButton to="/studio">See the titles</LinkButton></p>
    </section>
  );
}

const typeOf = (file: File) => (/\.csv$/i.test(file.name) || file.type === 'text/csv' ? 'text/csv' : 'application/x-ndjson');
