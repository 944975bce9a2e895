import { useState, type FormEvent } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { studio, type StudioTitle } from '../api/studio';
import { Button, LinkButton } from '../ui/Button';
import { Failed, Notice, Spinner } from '../ui/Status';
import { forgetPages, useLoad } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import { EpisodeList } from './EpisodeList';
import { StateBadge } from './StateBadge';
import css from './Studio.module.css';
import { readTitle, TitleForm } from './TitleForm';
import { VideoPanel } from './VideoPanel';

export function StudioTitlePage() {
  const { contentId = '' } = useParams();
  const title = useLoad(`studio-title:${contentId}`, (signal) => studio.title(contentId, signal));
  if (title.state === 'loading') return <Spinner />;
  if (title.state === 'failed') return <Failed error={title.error} retry={title.reload} />;
  return <Loaded key={contentId} title={title.value} reload={title.reload} />;
}

function Loaded({ title, reload }: { title: StudioTitle; reload: () => void }) {
  const publish = useAction();
  const edit = useAction();
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const navigate = useNavigate();
  const published = title.state === 'published';

  const toggle = () =>
    publish.run(async () => {
      await (published ? studio.unpublish(title.contentId) : studio.publish(title.contentId));
      forgetPages();
      reload();
    });

  const remove = () =>
    publish.run(async () => {
      await studio.remove(title.contentId);
      forgetPages();
      await navigate('/studio', { replace: true });
    });

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { type: _, ...changes } = readTitle(event.currentTarget);
    void edit.run(async () => {
      await studio.update(title.contentId, changes);
      setEditing(false);
      forgetPages();
      reload();
    });
  }

  return (
    <>
      <p><Link className={css.crumb} to="/studio">Titles</Link></p>
      <header className={css.header}>
        <h1>{title.title}</h1>
        <StateBadge state={title.state} playable={title.playable} />
        <span className={css.gap} />
        {published && <LinkButton to={`/title/${title.contentId}`}>View</LinkButton>}
        <Button icon="edit" aria-expanded={editing} onClick={() => setEditing(!editing)}>Edit</Button>
        <Button look={published ? 'plain' : 'primary'} disabled={!published && !title.playable} busy={publish.busy} onClick={() => void toggle()}>
          {published ? 'Unpublish' : 'Publish'}
        </Button>
      </header>
      <Notice>{publish.message()}</Notice>
      {!published && !title.playable && <p className={css.muted}>It can be published as soon as a video of it is encoded.</p>}
      {editing && (
        <section className={css.panel}>
          <TitleForm title={title} action={edit} onSubmit={save} submit="Save" />
          <p className={css.remove}>
            <Button look="danger" icon="trash" busy={publish.busy} onClick={() => (removing ? void remove() : setRemoving(true))}>
              {removing ? 'Really delete it and its videos?' : 'Delete title'}
            </Button>
          </p>
        </section>
      )}
      {title.type === 'series' ? (
        <EpisodeList title={title} reload={reload} />
      ) : (
        <section className={css.panel} aria-label="Video">
          <h2>Video</h2>
          <VideoPanel target={{ contentId: title.contentId, videoId: title.videoId ?? null }} playable={title.playable} onReady={reload} />
        </section>
      )}
    </>
  );
}
