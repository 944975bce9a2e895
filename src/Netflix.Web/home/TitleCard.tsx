import { Link } from 'react-router';
import type { Card } from '../api/catalog';
import { Artwork } from '../ui/Artwork';
import { Icon } from '../ui/Icon';
import { Marked } from '../ui/Marked';
import { ProgressBar } from '../ui/ProgressBar';
import css from './TitleCard.module.css';
import { usePreview } from './usePreview';

const watchPath = (card: Card) => (card.videoId ? `/watch/${card.contentId}/${card.videoId}` : `/watch/${card.contentId}`);

/** A title in a row or grid. What is under way plays at once; everything else opens its page. */
export function TitleCard({ card, continuing = false }: { card: Card; continuing?: boolean }) {
  const inTitle = card.match?.field === 'title' && card.match.text === card.title ? card.match : null;
  const facts = [card.year, card.rating, card.genres?.[0]].filter(Boolean).join(' · ');
  const preview = usePreview(Boolean(card.previewUrl));
  return (
    <div className={css.card} {...preview.handlers}>
      <Link
        data-card
        className={css.link}
        to={continuing ? watchPath(card) : `/title/${card.contentId}`}
        aria-label={continuing ? `Resume ${card.title}` : undefined}
      >
        <span className={css.picture}>
          <Artwork src={card.thumbnailUrl} title={card.title} />
          {preview.playing && <video className={css.preview} src={card.previewUrl ?? undefined} autoPlay muted loop playsInline aria-hidden="true" tabIndex={-1} />}
          {continuing && (
            <span className={css.play}>
              <Icon name="play" size="1.6em" />
            </span>
          )}
          {card.progress ? <ProgressBar percent={card.progress} /> : null}
        </span>
        <span className={css.name}>{inTitle ? <Marked text={card.title} ranges={inTitle.ranges} /> : card.title}</span>
      </Link>
      <p className={css.facts}>
        {card.matchScore ? <b>{card.matchScore}% match </b> : null}
        {card.comingSoon ? ['Coming soon', facts].filter(Boolean).join(' · ') : (card.reason ?? facts)}
      </p>
      {card.match && !inTitle && (
        <p className={css.match}>
          <Marked text={card.match.text} ranges={card.match.ranges} />
        </p>
      )}
      {continuing && (
        <Link className={css.info} to={`/title/${card.contentId}`} aria-label={`About ${card.title}`} title="More info">
          <Icon name="info" size="1.3em" />
        </Link>
      )}
    </div>
  );
}
