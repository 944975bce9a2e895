import { useEffect, useState, type RefObject } from 'react';

const restAfter = 3000;

/** True when nobody has moved or pressed anything for a while, so that only the film is on screen. */
export function useIdle(frame: RefObject<HTMLElement | null>, mayRest: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    setIdle(false);
    if (!mayRest) return;
    let timer = setTimeout(() => setIdle(true), restAfter);
    const stir = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), restAfter);
    };
    const element = frame.current ?? document.body;
    const moves = ['pointermove', 'pointerdown'] as const;
    for (const move of moves) element.addEventListener(move, stir);
    document.addEventListener('keydown', stir);
    return () => {
      clearTimeout(timer);
      for (const move of moves) element.removeEventListener(move, stir);
      document.removeEventListener('keydown', stir);
    };
  }, [frame, mayRest]);
  return idle;
}
