import { useState, type FormEvent } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { studio, type StudioTitle } from '../api/studio';
import { Button, LinkButton } from '../ui/Button';
import { Failed, Notice, Spinner } from '../ui/Status';
import { forgetPages, useLoad } from '../ui/useLoad';
import { AvailabilityEditor } from './AvailabilityEditor';
import { EpisodeList } from './EpisodeList';
import { StateBadge } from './StateBadge';
import css from './Studio.module.css';
import { readTitle, TitleForm } from './TitleForm';
import { TrailerPanel } from './TrailerPanel';
import { useConflict } from './useConflict';
import { ArtworkChooser } from './video/ArtworkChooser';
import { VideoPanel } from './VideoPanel';

export function StudioTitlePage() {
  const { contentId = '' } = useParams();
  const title = useLoad(`studio-title:${contentId}`, (signal) => studio.title(contentId, signal));
  if (title.state === 'loading') return <Spinner />;
  if (title.state === 'failed') return <Failed error={title.error} retry={title.reload} />;
  return <Loaded key={contentId} title={title.value} reload={title.reload} />;
}

function Loaded({ title, reload }: { title: StudioTitle; reload: () => void }) {
  const { contentId } = title;
  const publish = useConflict(() => studio.etag(contentId), title.etag, reload);
  const [editing, setEditing] = useState(false);
  const published = title.state === 'published';

  const change = (work: (etag: string) => Promise<void>) =>
    publish.save(async (etag) => {
      await work(etag);
      forgetPages();
      reload();
    });

  return (
    <>
      <p><Link className={css.crumb} to="/studio">Titles</Link></p>
      <header className={css.header}>
        <h1>{title.title}</h1>
        <StateBadge state={title.state} playable={title.playable} />
        <span className={css.gap} />
        {title.state !== 'draft' && <LinkButton to={`/title/${contentId}`}>View</LinkButton>}
        <Button icon="edit" aria-expanded={editing} onClick={() => setEditing(!editing)}>Edit</Button>
        {title.state === 'draft' && <Button busy={publish.busy} onClick={() => void change((etag) => studio.update(contentId, { state: 'announced' }, etag))}>Announce</Button>}
        {title.state !== 'draft' && <Button busy={publish.busy} onClick={() => void change(() => studio.unpublish(contentId))}>{published ? 'Unpublish' : 'Take back'}</Button>}
        {!published && <Button look="primary" disabled={!title.playable} busy={publish.busy} onClick={() => void change(() => studio.publish(contentId))}>Publish</Button>}
      </header>
      <Notice>{publish.message()}</Notice>
      {publish.dialog}
      {!published && !title.playable && <p className={css.muted}>It can be published as soon as a video of it is encoded.</p>}
      {editing && <Editor title={title} reload={reload} onSaved={() => setEditing(false)} />}
      {title.type === 'series' ? (
        <EpisodeList title={title} reload={reload} />
      ) : (
        <section className={css.panel} aria-label="Video">
          <h2>Video</h2>
          <VideoPanel target={{ contentId, videoId: title.videoId ?? null }} playable={title.playable} onReady={reload} />
        </section>
      )}
      {title.playable && <ArtworkChooser title={title} reload={reload} />}
      <TrailerPanel title={title} reload={reload} />
      {/* Drawn anew for another version: the fields take over what it says. */}
      <AvailabilityEditor key={title.etag} title={title} reload={reload} />
    </>
  );
}

function Editor({ title, reload, onSaved }: { title: StudioTitle; reload: () => void; onSaved: () => void }) {
  const edit = useConflict(() => studio.etag(title.contentId), title.etag, reload);
  const [removing, setRemoving] = useState(false);
  const navigate = useNavigate();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { type: _, ...changes } = readTitle(event.currentTarget);
    void edit.save(async (etag) => {
      await studio.update(title.contentId, changes, etag);
      onSaved();
      forgetPages();
      reload();
    });
  }

  const remove = () =>
    edit.save(async (etag) => {
      await studio.remove(title.contentId, etag);
      forgetPages();
      await navigate('/studio', { replace: true });
    });

  return (
    <section className={css.panel} aria-label="Details">
      <TitleForm key={title.etag} title={title} action={edit} onSubmit={submit} submit="Save" />
      {edit.dialog}
      <p className={css.remove}>
        <Button look="danger" icon="trash" busy={edit.busy} onClick={() => (removing ? void remove() : setRemoving(true))}>
          {removing ? 'Really delete it and its videos?' : 'Delete title'}
        </Button>
      </p>
    </section>
  );
}
