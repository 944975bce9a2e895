import { backdropOf, catalog, playableOf, underWay, type Card } from '../api/catalog';
import { Artwork } from '../ui/Artwork';
import { LinkButton } from '../ui/Button';
import { Facts } from '../title/Facts';
import { useLoad } from '../ui/useLoad';
import css from './Hero.module.css';

/** The billboard: one title, large. Its card is known already; description and the wide picture follow. */
export function Hero({ card }: { card: Card }) {
  const detail = useLoad(`title:${card.contentId}`, (signal) => catalog.title(card.contentId, signal));
  const title = detail.state === 'ready' ? detail.value : null;
  const playable = title ? playableOf(title) : null;
  return (
    <section className={css.hero} aria-label={`Featured: ${card.title}`}>
      <div className={css.picture}>
        {/* Waits for the wide picture: the small one under it would be fetched for nothing. */}
        {(title || detail.state === 'failed') && <Artwork src={title ? backdropOf(title) : card.thumbnailUrl} title={card.title} eager />}
      </div>
      <div className={css.text}>
        <h1>{card.title}</h1>
        <Facts title={title ?? card} />
        <p className={css.description}>{title?.description ?? '\u00a0'}</p>
        <div className={css.actions}>
          {(!title || playable) && (
            <LinkButton to={playable ? `/watch/${card.contentId}/${playable.videoId}` : `/watch/${card.contentId}`} look="light" icon="play">
              {playable && underWay(playable.progress) ? 'Resume' : 'Play'}
            </LinkButton>
          )}
          <LinkButton to={`/title/${card.contentId}`} icon="info">
            More info
          </LinkButton>
        </div>
      </div>
    </section>
  );
}
