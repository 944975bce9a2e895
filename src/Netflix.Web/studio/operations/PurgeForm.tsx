import { useState } from 'react';
import { operations, type Purged } from '../../api/operations';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Notice } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import css from './Operations.module.css';

const isId = (text: string) => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text.trim());

/** Makes all edges forget an asset at once. */
export function PurgeForm() {
  const [asset, setAsset] = useState('');
  const [done, setDone] = useState<Purged | null>(null);
  const action = useAction();
  return (
    <section className={css.purge} aria-labelledby="purge">
      <h2 id="purge">Purge an asset</h2>
      <p>Every edge forgets it, and fetches it anew when somebody watches. Its id is on its encoding job's page.</p>
      <form onSubmit={(event) => {
        event.preventDefault();
        setDone(null);
        void action.run(async () => setDone(await operations.purge(asset.trim())));
      }}
      >
        <TextField label="Asset id" value={asset} onChange={(event) => setAsset(event.target.value)} autoComplete="off" spellCheck={false} />
        <Button type="submit" busy={action.busy} disabled={!isId(asset)}>Purge</Button>
      </form>
      {action.message() && <Notice>{action.message()}</Notice>}
      <p role="status">{done && words(done)}</p>
    </section>
  );
}

function words({ purged, failed }: Purged): string {
  const gone = purged.length === 1 ? '1 edge has forgotten it.' : `${purged.length} edges have forgotten it.`;
  return failed.length === 0 ? gone : `${gone} ${failed.join(', ')} could not be asked.`;
}
