import { useEffect, useRef, useState } from 'react';

/** How wide an element is now, for what is drawn to measure. */
export function useWidth<T extends HTMLElement>(first: number) {
  const box = useRef<T>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)));
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  return [box, width] as const;
}
