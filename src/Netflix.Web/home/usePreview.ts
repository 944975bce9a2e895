import { useEffect, useRef, useState } from 'react';

/** A pointer that only passes over starts nothing. */
const restFor = 600;

interface Connection {
  saveData?: boolean;
}

/** Not for who wants no motion, or pays for data. */
const isWelcome = () =>
  !matchMedia('(prefers-reduced-motion: reduce)').matches && !(navigator as Navigator & { connection?: Connection }).connection?.saveData;

/** Whether the preview is to play: while the pointer rests on the element, or it has the focus by keyboard. */
export function usePreview(exists: boolean) {
  const [playing, setPlaying] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = () => {
    clearTimeout(timer.current);
    setPlaying(false);
  };
  const start = () => {
    clearTimeout(timer.current);
    if (exists && isWelcome()) timer.current = setTimeout(() => setPlaying(true), restFor);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    playing,
    handlers: {
      onPointerEnter: (event: React.PointerEvent) => event.pointerType === 'mouse' && start(),
      onPointerLeave: stop,
      onFocus: (event: React.FocusEvent) => event.target.matches(':focus-visible') && start(),
      onBlur: stop,
    },
  };
}
