import { studio, type StudioTitle } from '../api/studio';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import css from './Studio.module.css';
import { VideoPanel } from './VideoPanel';

/** A short film about the title, which viewers may play before it is out. */
export function TrailerPanel({ title, reload }: { title: StudioTitle; reload: () => void }) {
  const change = useAction();
  const { contentId, trailer } = title;
  const act = (work: () => Promise<unknown>) =>
    change.run(async () => {
      await work();
      reload();
    });
  return (
    <section className={css.panel} aria-label="Trailer">
      <h2>Trailer</h2>
      <Notice>{change.message()}</Notice>
      {trailer ? (
        <>
          <VideoPanel target={{ contentId, videoId: trailer.videoId, trailer: true }} playable={trailer.playable} onReady={reload} />
          <p><Button icon="trash" busy={change.busy} onClick={() => void act(() => studio.removeTrailer(contentId))}>Remove the trailer</Button></p>
        </>
      ) : (
        <div className={css.buttons}>
          <Button icon="plus" busy={change.busy} onClick={() => void act(() => studio.addTrailer(contentId))}>Add a trailer</Button>
        </div>
      )}
    </section>
  );
}
