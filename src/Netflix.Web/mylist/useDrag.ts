import { useEffect, useRef } from 'react';

interface Drag {
  onMove: (x: number, y: number) => void;
  onEnd: () => void;
}

const edge = 90;
const scrollStep = 14;

/**
 * The pointer while it drags, mouse and finger alike, followed at the window: what is dragged moves about in the page
 * and would lose a pointer captured by it. Near the window's edges the page scrolls along.
 */
export function useDrag(dragging: boolean, drag: Drag) {
  const now = useRef(drag);
  now.current = drag;
  useEffect(() => {
    if (!dragging) return;
    const gone = new AbortController();
    const at = { x: 0, y: innerHeight / 2 };
    let frame = requestAnimationFrame(function scroll() {
      const step = at.y < edge ? -scrollStep : at.y > innerHeight - edge ? scrollStep : 0;
      if (step !== 0) {
        window.scrollBy(0, step);
        now.current.onMove(at.x, at.y);
      }
      frame = requestAnimationFrame(scroll);
    });
    const listen = (type: string, act: (event: PointerEvent) => void) =>
      window.addEventListener(type, act as EventListener, { signal: gone.signal });
    listen('pointermove', (event) => {
      [at.x, at.y] = [event.clientX, event.clientY];
      now.current.onMove(at.x, at.y);
    });
    listen('pointerup', () => now.current.onEnd());
    listen('pointercancel', () => now.current.onEnd());
    return () => {
      gone.abort();
      cancelAnimationFrame(frame);
    };
  }, [dragging]);
}
