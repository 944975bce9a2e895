import { useEffect, type RefObject } from 'react';
import { interaction } from './interactions';

export interface RowPlace {
  rowId: string;
  /** From 0, the topmost. */
  rowPlace: number;
}

const longEnough = 1000;
const mostly = 0.5;

/** Reports each title of a row once when half of it has been on screen for a second, and each click. */
export function useSeen(strip: RefObject<HTMLElement | null>, row: RowPlace | undefined, contentIds: string[]) {
  const [rowId, rowPlace, all] = [row?.rowId, row?.rowPlace, contentIds.join()];
  useEffect(() => {
    const element = strip.current;
    if (!element || rowId === undefined || rowPlace === undefined) return;
    const timers = new Map<Element, ReturnType<typeof setTimeout>>();
    const report = (item: Element, type: 'impression' | 'click') => {
      const place = [...element.children].indexOf(item);
      const contentId = all.split(',')[place];
      if (contentId) interaction({ type, contentId, rowId, rowPlace, place });
    };
    const watch = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) {
        clearTimeout(timers.get(target));
        if (!isIntersecting) continue;
        timers.set(target, setTimeout(() => {
          watch.unobserve(target);
          report(target, 'impression');
        }, longEnough));
      }
    }, { threshold: mostly });
    for (const item of element.children) watch.observe(item);
    const onClick = (event: MouseEvent) => {
      const item = (event.target as Element).closest('a') && [...element.children].find((one) => one.contains(event.target as Node));
      if (item) report(item, 'click');
    };
    element.addEventListener('click', onClick);
    return () => {
      watch.disconnect();
      element.removeEventListener('click', onClick);
      timers.forEach((timer) => clearTimeout(timer));
    };
  }, [strip, rowId, rowPlace, all]);
}
