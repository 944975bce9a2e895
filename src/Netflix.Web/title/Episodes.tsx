import { useState } from 'react';
import { Link } from 'react-router';
import { underWay, type Season } from '../api/catalog';
import { DownloadButton } from '../downloads/DownloadButton';
import { Artwork } from '../ui/Artwork';
import { Icon } from '../ui/Icon';
import { ProgressBar } from '../ui/ProgressBar';
import { lengthOf } from './Facts';
import css from './Episodes.module.css';

export function Episodes({ contentId, seasons }: { contentId: string; seasons: Season[] }) {
  // Opens where the viewer is.
  const current = seasons.find((season) => season.episodes.some((episode) => underWay(episode.progress))) ?? seasons[0]!;
  const [number, setNumber] = useState(current.number);
  const season = seasons.find((s) => s.number === number) ?? current;
  return (
    <section className={css.episodes} aria-labelledby="episodes">
      <header>
        <h2 id="episodes">Episodes</h2>
        {seasons.length > 1 && (
          <select aria-label="Season" value={number} onChange={(event) => setNumber(Number(event.target.value))}>
            {seasons.map((s) => (
              <option key={s.number} value={s.number}>
                Season {s.number}
              </option>
            ))}
          </select>
        )}
      </header>
      <ol>
        {season.episodes.map((episode) => {
          const name = episode.title || `Episode ${episode.number}`;
          const { playable } = episode;
          const content = (
            <>
              <span className={css.number}>{episode.number}</span>
              <span className={css.picture}>
                <Artwork src={episode.thumbnailUrl} title={name} />
                {playable && <Icon name="play" size="1.8em" />}
                {episode.progress ? <ProgressBar percent={episode.progress} label={`Watched of ${name}`} /> : null}
              </span>
              <span className={css.text}>
                <span className={css.name}>
                  {name}
                  <span>{playable ? (episode.durationSeconds ? lengthOf(episode.durationSeconds) : '') : 'Coming soon'}</span>
                </span>
                {episode.description && <span className={css.description}>{episode.description}</span>}
              </span>
            </>
          );
          return (
            <li key={episode.videoId}>
              {playable ? <Link to={`/watch/${contentId}/${episode.videoId}`}>{content}</Link> : <div>{content}</div>}
              {playable && <span className={css.keep}><DownloadButton videoId={episode.videoId} name={name} small /></span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
