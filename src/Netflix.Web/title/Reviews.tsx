import { useState } from 'react';
import type { Page } from '../api/catalog';
import { opinions, type Review } from '../api/opinions';
import { Button } from '../ui/Button';
import { More } from '../ui/More';
import { Failed, Notice } from '../ui/Status';
import { Stars } from '../ui/Stars';
import { forgetPages } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import { usePages } from '../ui/usePages';
import { ReportDialog } from './ReportDialog';
import { ReviewForm } from './ReviewForm';
import css from './Reviews.module.css';

export function Reviews({ contentId }: { contentId: string }) {
  const reviews = usePages<Review, Page<Review>>(`reviews:${contentId}`, (page, signal) => opinions.reviews(contentId, page, signal));
  const [writing, setWriting] = useState(false);
  const [reported, setReported] = useState<Review | null>(null);
  const [thanked, setThanked] = useState(false);
  const removal = useAction();
  const own = reviews.items.find((review) => review.own) ?? null;

  function again() {
    forgetPages();
    reviews.reload();
  }

  const remove = (review: Review) =>
    removal.run(async () => {
      await opinions.remove(contentId, review.reviewId);
      again();
    });

  return (
    <section className={css.reviews} aria-labelledby="reviews">
      <header>
        <h2 id="reviews">Reviews{reviews.page && reviews.page.totalCount > 0 ? <small> {reviews.page.totalCount}</small> : null}</h2>
        {reviews.page && !writing && !own && <Button icon="edit" onClick={() => setWriting(true)}>Write a review</Button>}
      </header>
      {reviews.error !== null && <Failed error={reviews.error} retry={reviews.reload} title="The reviews did not load" />}
      <Notice>{removal.message()}</Notice>
      {thanked && <Notice good>Thank you. Our editors will look at that review.</Notice>}
      {writing && (
        <ReviewForm
          contentId={contentId} review={own} onCancel={() => setWriting(false)}
          onSaved={() => {
            setWriting(false);
            again();
          }}
        />
      )}
      {reviews.page?.totalCount === 0 && !writing && <p className={css.none}>No reviews yet. Seen it? Be the first to say what you think.</p>}
      <ul>
        {reviews.items.map((review) => (
          <li key={review.reviewId} className={review.own ? `${css.review} ${css.own}` : css.review}>
            <p className={css.by}>
              <strong>{review.own ? `${review.author} (you)` : review.author}</strong>
              {review.rating ? <Stars value={review.rating} /> : null}
              <time dateTime={review.updatedAt}>{new Date(review.updatedAt).toLocaleDateString('en', { dateStyle: 'medium' })}{review.updatedAt === review.createdAt ? '' : ', edited'}</time>
            </p>
            <p className={css.text}>{review.text}</p>
            {review.hidden && <p className={css.hidden}>Our editors took this review down. Only you still see it.</p>}
            <p className={css.tools}>
              {review.own ? (
                <>
                  <button type="button" onClick={() => setWriting(true)}>Edit</button>
                  <button type="button" disabled={removal.busy} onClick={() => void remove(review)}>Delete</button>
                </>
              ) : (
                <button type="button" aria-label={`Report the review by ${review.author}`} onClick={() => setReported(review)}>Report</button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {reviews.hasMore && <More onMore={reviews.loadMore} error={reviews.moreError} shown={reviews.items.length} total={reviews.page!.totalCount} />}
      {reported && (
        <ReportDialog
          contentId={contentId} review={reported}
          onClose={(sent) => {
            setReported(null);
            if (sent) setThanked(true);
          }}
        />
      )}
    </section>
  );
}
