import { useCallback, useEffect, useState } from 'react';

/**
 * What the key names, asked again after every pause while the page is looked at. One failed look does not take what
 * was seen off the screen.
 */
export function useLive<T>(key: string, load: (signal: AbortSignal) => Promise<T>, pause: (value: T) => number) {
  const [result, setResult] = useState<{ key: string; value?: T; error?: unknown } | null>(null);
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function look() {
      if (document.visibilityState === 'hidden') return later(1000);
      try {
        const value = await load(gone.signal);
        if (gone.signal.aborted) return;
        setResult({ key, value });
        later(pause(value));
      } catch (error) {
        if (gone.signal.aborted) return;
        setResult((before) => (before?.key === key && 'value' in before ? before : { key, error }));
        later(5000);
      }
    }
    const later = (time: number) => {
      timer = setTimeout(() => void look(), time);
    };
    void look();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
    // The key says what load does; the functions themselves are new on every render.
  }, [key, round]);

  const current = result?.key === key ? result : null;
  return { value: current?.value, error: current && 'error' in current ? current.error : null, reload };
}
