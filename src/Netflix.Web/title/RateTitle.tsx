import { useState } from 'react';
import type { Title } from '../api/catalog';
import { opinions, type Rating } from '../api/opinions';
import { StarInput } from '../ui/Stars';
import { forgetPages } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import css from './Title.module.css';

/** The viewer's stars, shown as given before the server has them, and taken back if it refuses. */
export function RateTitle({ title }: { title: Title }) {
  const [rating, setRating] = useState<Rating>({ averageRating: title.averageRating ?? null, totalRatings: title.totalRatings ?? 0, userRating: title.userRating ?? null });
  const rate = useAction();

  const give = (stars: number) =>
    rate.run(async () => {
      const before = rating;
      setRating({ ...rating, userRating: stars });
      try {
        setRating(await opinions.rate(title.contentId, stars));
        forgetPages();
      } catch (error) {
        setRating(before);
        throw error;
      }
    });

  return (
    <div className={css.stars}>
      <StarInput name={`rate-${title.contentId}`} label="Your rating" value={rating.userRating ?? null} onChange={(stars) => void give(stars)} />
      <p role="status">
        {rating.averageRating && rating.totalRatings > 0
          ? `${rating.averageRating.toFixed(1)} of 5 by ${rating.totalRatings.toLocaleString('en')} ${rating.totalRatings === 1 ? 'viewer' : 'viewers'}`
          : 'Nobody has rated it yet'}
      </p>
      {rate.error !== null && <p role="alert">{rate.message()}</p>}
    </div>
  );
}
