import { useState, type FormEvent } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { editing, type StudioCollection } from '../api/editing';
import { studio, type StudioItem } from '../api/studio';
import { Button } from '../ui/Button';
import { CheckField } from '../ui/CheckField';
import { TextArea, TextField } from '../ui/Field';
import { Failed, Notice, Spinner } from '../ui/Status';
import { forgetPages, useLoad } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import { CollectionTitles } from './CollectionTitles';
import css from './Studio.module.css';

type Loaded = { collection: StudioCollection | null; titles: StudioItem[] };

export function CollectionEditor() {
  const { collectionId } = useParams();
  const loaded = useLoad(`studio-collection:${collectionId ?? 'new'}`, (signal) => (collectionId ? read(collectionId, signal) : Promise.resolve({ collection: null, titles: [] })));
  if (loaded.state === 'loading') return <Spinner />;
  if (loaded.state === 'failed') return <Failed error={loaded.error} retry={loaded.reload} />;
  return <Editor key={collectionId ?? 'new'} {...loaded.value} />;
}

function Editor({ collection, titles: first }: Loaded) {
  const [titles, setTitles] = useState(first);
  const [saved, setSaved] = useState(false);
  const [removing, setRemoving] = useState(false);
  const save = useAction();
  const navigate = useNavigate();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const input = {
      name: String(data.get('name')).trim(),
      description: String(data.get('description')).trim(),
      published: data.has('published'),
      contentIds: titles.map((title) => title.contentId),
      ...(data.has('position') ? { position: Number(data.get('position')) } : {}),
    };
    setSaved(false);
    void save.run(async () => {
      if (collection) await editing.updateCollection(collection.collectionId, input);
      else {
        const made = await editing.createCollection(input);
        await navigate(`/studio/collections/${made.collectionId}`, { replace: true });
      }
      forgetPages();
      setSaved(true);
    });
  }

  const remove = () =>
    save.run(async () => {
      await editing.removeCollection(collection!.collectionId);
      forgetPages();
      await navigate('/studio/collections', { replace: true });
    });

  return (
    <>
      <p><Link className={css.crumb} to="/studio/collections">Collections</Link></p>
      <header className={css.header}>
        <h1>{collection?.name ?? 'New collection'}</h1>
      </header>
      <form className={css.column} onSubmit={submit} onChange={() => setSaved(false)} noValidate>
        <Notice>{save.message('name', 'description', 'position')}</Notice>
        {saved && <Notice good>Saved.</Notice>}
        <TextField label="Name" name="name" defaultValue={collection?.name} maxLength={200} required autoFocus={!collection} error={save.fields['name']} />
        <TextArea label="Description" name="description" defaultValue={collection?.description ?? ''} rows={2} maxLength={2000} error={save.fields['description']} />
        <CheckField label="Published" name="published" hint="Viewers see it, with the titles that are available to them." defaultChecked={collection?.published ?? false} />
        {collection && (
          <TextField
            label="Place" name="position" type="number" min={0} defaultValue={collection.position} hint="Collections with a smaller number come first."
            error={save.fields['position']}
          />
        )}
        <CollectionTitles
          titles={titles} onChange={(next) => {
            setSaved(false);
            setTitles(next);
          }}
        />
        <div className={css.buttons}>
          <Button type="submit" look="primary" busy={save.busy}>{collection ? 'Save' : 'Create'}</Button>
          {collection && (
            <Button look="danger" icon="trash" disabled={save.busy} onClick={() => (removing ? void remove() : setRemoving(true))}>
              {removing ? 'Really delete it?' : 'Delete'}
            </Button>
          )}
        </div>
      </form>
    </>
  );
}

/** The collection with its titles by name: it knows them by their ids. One that is deleted meanwhile is left out. */
async function read(collectionId: string, signal: AbortSignal): Promise<Loaded> {
  const collection = await editing.collection(collectionId, signal);
  const titles = await Promise.all(collection.contentIds.map((contentId) => studio.title(contentId, signal).catch(() => null)));
  return { collection, titles: titles.filter((title) => title !== null) };
}
