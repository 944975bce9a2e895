import { useEffect } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { catalog, playableOf } from '../api/catalog';
import { LinkButton } from '../ui/Button';
import { Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import css from './Player.module.css';
import { nextFilm } from './nextFilm';
import { Screening } from './Screening';

/** The page /watch/{title}/{video?}: without a video, what "Play" means for the title; `?t=62` begins there. */
export default function Watch() {
  const { contentId = '', videoId } = useParams();
  const [query] = useSearchParams();
  const loaded = useLoad(`title:${contentId}`, (signal) => catalog.title(contentId, signal));
  const title = loaded.state === 'ready' ? loaded.value : null;
  const wanted = videoId ?? (title ? playableOf(title)?.videoId : undefined);

  // From one episode to the next the page stays; whoever leaves it wants no next one.
  useEffect(() => () => nextFilm.forget(), []);

  // With the video known the film starts at once, and the title may come later.
  if (wanted) return <Screening key={wanted} contentId={contentId} videoId={wanted} title={title} begin={secondsOf(query.get('t'))} />;
  return (
    <main className={css.page}>
      {loaded.state === 'loading' && <Spinner label="Starting" />}
      {loaded.state === 'failed' && <Failed error={loaded.error} retry={loaded.reload} />}
      {title && (
        <div className={css.message}>
          <h1>{title.title} is coming soon</h1>
          <p>There is nothing to play yet.</p>
          <LinkButton to={`/title/${contentId}`} look="light" replace>Back to the title</LinkButton>
        </div>
      )}
    </main>
  );
}

const secondsOf = (text: string | null): number | null => (text !== null && Number.isFinite(Number.parseFloat(text)) ? Math.max(0, Number.parseFloat(text)) : null);
