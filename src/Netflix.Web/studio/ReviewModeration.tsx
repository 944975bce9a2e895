import { Link, useSearchParams } from 'react-router';
import { editing, type ModeratedReview } from '../api/editing';
import { Button } from '../ui/Button';
import { Empty, Failed, Notice, Spinner } from '../ui/Status';
import { Stars } from '../ui/Stars';
import { useLoad } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import { Pager, pageOf } from './Pager';
import css from './Studio.module.css';

/** Reviews that viewers reported, to be hidden or let stand. */
export function ReviewModeration() {
  const [query] = useSearchParams();
  const [page, all] = [pageOf(query), query.get('show') === 'all'];
  const reviews = useLoad(`moderation:${all}:${page}`, (signal) => editing.reviews(!all, page, signal));
  const act = useAction();

  const hide = (review: ModeratedReview) =>
    act.run(async () => {
      await editing.hideReview(review.reviewId, !review.hidden);
      reviews.reload();
    });

  return (
    <>
      <header className={css.header}>
        <h1>Reviews</h1>
        <nav className={css.switch} aria-label="Which reviews">
          <Link to="?" aria-current={all ? undefined : 'page'}>Reported</Link>
          <Link to="?show=all" aria-current={all ? 'page' : undefined}>All</Link>
        </nav>
      </header>
      <Notice>{act.message()}</Notice>
      {reviews.state === 'loading' && <Spinner />}
      {reviews.state === 'failed' && <Failed error={reviews.error} retry={reviews.reload} />}
      {reviews.state === 'ready' && reviews.value.items.length === 0 && (
        <Empty title={all ? 'Nobody has written a review yet' : 'Nothing is reported'}>{all ? 'Reviews appear here as viewers write them.' : 'When a viewer reports a review, it waits here for your decision.'}</Empty>
      )}
      {reviews.state === 'ready' && reviews.value.items.length > 0 && (
        <>
          <ul className={css.jobs}>
            {reviews.value.items.map((review) => (
              <li key={review.reviewId} className={css.job}>
                <p className={css.by}>
                  <span><strong>{review.author}</strong> on <Link className={css.link} to={`/title/${review.contentId}`}>{review.title}</Link></span>
                  {review.rating ? <Stars value={review.rating} /> : null}
                  <span className={css.muted}>{new Date(review.createdAt).toLocaleDateString('en', { dateStyle: 'medium' })}</span>
                  {review.reports > 0 && <span className={`${css.badge} ${css.failed}`}>{review.reports === 1 ? '1 report' : `${review.reports} reports`}</span>}
                  {review.hidden && <span className={css.badge}>Hidden</span>}
                </p>
                <p className={css.reviewText}>{review.text}</p>
                {review.reasons.length > 0 && (
                  <ul className={css.reasons} aria-label="What viewers say against it">
                    {review.reasons.map((reason, index) => <li key={index}>{reason}</li>)}
                  </ul>
                )}
                <div className={css.buttons}>
                  <Button look={review.hidden ? 'plain' : 'danger'} busy={act.busy} aria-label={`${review.hidden ? 'Show it again' : 'Hide'}: the review by ${review.author}`} onClick={() => void hide(review)}>
                    {review.hidden ? 'Show it again' : 'Hide'}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
          <Pager page={page} limit={reviews.value.limit} totalCount={reviews.value.totalCount} />
        </>
      )}
    </>
  );
}
