import type { StudioTitle } from '../../api/studio';
import { studio } from '../../api/studio';
import { video, type ArtworkCandidate } from '../../api/video';
import { Button } from '../../ui/Button';
import { timecode } from '../../ui/format';
import { Failed, Notice, Spinner } from '../../ui/Status';
import { forgetPages, useLoad } from '../../ui/useLoad';
import studioCss from '../Studio.module.css';
import { useConflict } from '../useConflict';
import css from './Video.module.css';

/** Stills of the title's videos, one of which is its picture. */
export function ArtworkChooser({ title, reload }: { title: StudioTitle; reload: () => void }) {
  const { contentId, etag } = title;
  const stills = useLoad(`artwork:${contentId}:${etag}`, (signal) => video.artwork(contentId, signal));
  const save = useConflict(() => studio.etag(contentId), etag, reload);
  const choose = (still: ArtworkCandidate | null) =>
    void save.save(async (version) => {
      await video.chooseArtwork(contentId, still, version);
      forgetPages();
      reload();
    });

  return (
    <section className={studioCss.panel} aria-label="Artwork">
      <h2>Artwork</h2>
      <p className={studioCss.muted}>Stills that could stand for the title, with their score. The best is taken unless you choose another.</p>
      <Notice>{save.message()}</Notice>
      {save.dialog}
      {stills.state === 'loading' && <Spinner />}
      {stills.state === 'failed' && <Failed error={stills.error} retry={stills.reload} />}
      {stills.state === 'ready' && stills.value.length === 0 && <p className={studioCss.muted}>No still was found; they are made with every encoding.</p>}
      {stills.state === 'ready' && stills.value.length > 0 && (
        <>
          <ul className={css.stills} aria-label="Stills">
            {stills.value.map((still) => (
              <li key={still.videoId + still.file}>
                <button type="button" aria-pressed={still.inUse} disabled={save.busy} onClick={() => choose(still)}>
                  <img src={still.url} alt="Still at" loading="lazy" />
                  <span>{timecode(Math.round(still.at))}{still.inUse ? <i>In use</i> : <span className={css.score}><span className="visually-hidden">Score </span>{Math.round(still.score * 100)}</span>}</span>
                </button>
              </li>
            ))}
          </ul>
          <div className={studioCss.buttons}>
            <Button busy={save.busy} onClick={() => choose(null)}>Choose the best automatically</Button>
          </div>
        </>
      )}
    </section>
  );
}
