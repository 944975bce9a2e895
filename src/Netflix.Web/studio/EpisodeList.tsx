import type { FormEvent } from 'react';
import { studio, type StudioTitle } from '../api/studio';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import css from './Studio.module.css';
import { VideoPanel } from './VideoPanel';

export function EpisodeList({ title, reload }: { title: StudioTitle; reload: () => void }) {
  const add = useAction();
  const seasons = title.seasons ?? [];
  const last = seasons.at(-1);
  const [nextSeason, nextEpisode] = [last?.number ?? 1, (last?.episodes.at(-1)?.number ?? 0) + 1];

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    void add.run(async () => {
      await studio.addEpisode(title.contentId, Number(data.get('season')), Number(data.get('episode')), String(data.get('title')).trim());
      form.reset();
      reload();
    });
  }

  return (
    <>
      {seasons.map((season) => (
        <section key={season.number} className={css.panel} aria-label={`Season ${season.number}`}>
          <h2>{season.title ?? `Season ${season.number}`}</h2>
          {season.episodes.length === 0 && <p className={css.muted}>No episodes yet.</p>}
          {season.episodes.map((episode) => (
            <details key={episode.videoId} className={css.episode} open={!episode.playable}>
              <summary>
                {episode.number}. {episode.title || 'Untitled'}
                <span className={css.muted}>{episode.playable ? 'Ready' : 'No video'}</span>
              </summary>
              <VideoPanel
                target={{ contentId: title.contentId, videoId: episode.videoId, seasonNumber: season.number, episodeNumber: episode.number }}
                playable={episode.playable} onReady={reload}
              />
            </details>
          ))}
        </section>
      ))}
      <section className={css.panel} aria-label="Add episode">
        <h2>Add episode</h2>
        <Notice>{add.message('seasonNumber', 'episodeNumber', 'title')}</Notice>
        {/* Keyed by what comes next, so that the numbers move on after each. */}
        <form key={`${nextSeason}:${nextEpisode}`} className={css.inline} onSubmit={submit} noValidate>
          <TextField label="Season" name="season" type="number" min={0} defaultValue={nextSeason} error={add.fields['seasonNumber']} />
          <TextField label="Episode" name="episode" type="number" min={0} defaultValue={nextEpisode} error={add.fields['episodeNumber']} />
          <TextField label="Title" name="title" required error={add.fields['title']} />
          <Button type="submit" icon="plus" busy={add.busy}>Add</Button>
        </form>
      </section>
    </>
  );
}
