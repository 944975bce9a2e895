import { useEffect, useRef } from 'react';
import { messageOf } from '../api/problem';
import { Button } from './Button';
import css from './More.module.css';

/** The end of a list that goes on: comes into view and loads, or is pressed. */
export function More({ onMore, error, shown, total }: { onMore: () => void; error: unknown; shown: number; total: number }) {
  const box = useRef<HTMLDivElement>(null);
  const load = useRef(onMore);
  load.current = onMore;
  const failed = error !== null;
  useEffect(() => {
    if (failed) return;
    const near = new IntersectionObserver(([entry]) => entry?.isIntersecting && load.current(), { rootMargin: '400px' });
    near.observe(box.current!);
    return () => near.disconnect();
    // A list that is still too short to push the end out of view asks on.
  }, [failed, shown]);
  return (
    <div ref={box} className={css.more}>
      {failed && <p role="alert">{messageOf(error)}</p>}
      <p>{shown.toLocaleString('en')} of {total.toLocaleString('en')}</p>
      <Button onClick={onMore}>Show more</Button>
    </div>
  );
}
