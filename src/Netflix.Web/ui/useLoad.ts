import { useCallback, useEffect, useState } from 'react';

export type Loaded<T> =
  | { state: 'loading'; reload: () => void }
  | { state: 'failed'; error: unknown; reload: () => void }
  | { state: 'ready'; value: T; reload: () => void };

// What was shown before is shown again at once, then asked anew: going back to a page never flashes a skeleton.
const shown = new Map<string, unknown>();
const limit = 60;

let change: Promise<unknown> = Promise.resolve();

/** Forgets all pages: they are another profile's, or changed; then none is asked before the change is made. */
export function forgetPages(until?: Promise<unknown>) {
  shown.clear();
  if (until) change = until.catch(() => undefined);
}

export const shownPage = <T>(key: string) => shown.get(key) as T | undefined;

export function rememberPage(key: string, value: unknown) {
  shown.delete(key);
  shown.set(key, value);
  if (shown.size > limit) shown.delete(shown.keys().next().value!);
}

/** Loads what the key names, again when the key changes; a slower, older answer never wins. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<{ key: string; value?: T; error?: unknown } | null>(null);
  const reload = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    const abort = new AbortController();
    change.then(() => load(abort.signal)).then(
      (value) => {
        if (abort.signal.aborted) return;
        rememberPage(key, value);
        setResult({ key, value });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setResult({ key, error });
      },
    );
    return () => abort.abort();
    // The key says what load does; the function itself is new on every render.
  }, [key, round]);

  if (result?.key === key && 'error' in result) return { state: 'failed', error: result.error, reload };
  if (result?.key === key) return { state: 'ready', value: result.value as T, reload };
  return shown.has(key) ? { state: 'ready', value: shown.get(key) as T, reload } : { state: 'loading', reload };
}
