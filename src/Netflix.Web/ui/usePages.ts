import { useCallback, useEffect, useRef, useState } from 'react';
import { type Loaded, rememberPage, shownPage, useLoad } from './useLoad';

interface Slice<T> {
  items: T[];
  totalCount: number;
}

/**
 * A list that grows page by page. While another list loads, the last one stays on screen (`settled` is false), and
 * what was read stays read when the viewer comes back to it.
 */
export function usePages<T, P extends Slice<T>>(key: string, load: (page: number, signal: AbortSignal) => Promise<P>) {
  const first: Loaded<P> = useLoad(key, (signal) => load(1, signal));
  const moreKey = `${key}#more`;
  const [more, setMore] = useState<{ key: string; pages: P[] }>({ key: moreKey, pages: [] });
  const [failure, setFailure] = useState<{ key: string; error: unknown } | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => {
    running.current?.abort();
    running.current = null;
  }, [key]);

  const last = useRef<P | null>(null);
  if (first.state === 'ready') last.current = first.value;
  const settled = first.state !== 'loading';
  const page = first.state === 'ready' ? first.value : first.state === 'loading' ? last.current : null;
  const pages = more.key === moreKey ? more.pages : (shownPage<P[]>(moreKey) ?? []);
  const items = page === null ? [] : settled ? [page, ...pages].flatMap((one) => one.items) : page.items;
  const hasMore = settled && page !== null && items.length < page.totalCount && pages.at(-1)?.items.length !== 0;

  const loadMore = useCallback(() => {
    if (running.current) return;
    const abort = new AbortController();
    running.current = abort;
    setFailure(null);
    load(pages.length + 2, abort.signal).then(
      (next) => {
        if (abort.signal.aborted) return;
        running.current = null;
        rememberPage(moreKey, [...pages, next]);
        setMore({ key: moreKey, pages: [...pages, next] });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        running.current = null;
        setFailure({ key, error });
      },
    );
    // The key says what load does; the function itself is new on every render.
  }, [key, moreKey, pages]);

  return {
    page, items, settled, hasMore, loadMore,
    error: first.state === 'failed' ? first.error : null,
    moreError: failure?.key === key ? failure.error : null,
    reload: first.reload,
  };
}
