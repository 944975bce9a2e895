import { useEffect, useRef, useState } from 'react';
import { catalog, type Card } from '../api/catalog';
import { forgetPages } from '../ui/useLoad';

const pauseBeforeSaving = 500;

/** The order on screen, and its saving: at once for the eye, a moment after the last move for the server. */
export function useOrder(profileId: string, cards: Card[]) {
  const [order, setOrder] = useState(cards);
  const [error, setError] = useState<unknown>(null);
  const saved = useRef(cards);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const saving = useRef<Promise<void>>(Promise.resolve());
  const wanted = useRef(cards);

  // The list came anew: only what is not yet saved of ours is kept over it.
  useEffect(() => {
    saved.current = cards;
    if (timer.current === null) show(cards);
  }, [cards]);

  // Left before the pause was over: saved all the same.
  useEffect(() => () => {
    if (timer.current !== null) save();
  }, []);

  function show(next: Card[]) {
    wanted.current = next;
    setOrder(next);
  }

  function move(from: number, to: number) {
    const next = [...wanted.current];
    const [card] = next.splice(from, 1);
    if (!card) return;
    next.splice(to, 0, card);
    show(next);
  }

  function remove(contentId: string) {
    saved.current = saved.current.filter((card) => card.contentId !== contentId);
    show(wanted.current.filter((card) => card.contentId !== contentId));
  }

  function saveSoon() {
    setError(null);
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(save, pauseBeforeSaving);
  }

  function save() {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const next = wanted.current;
    // One after the other: an older order must not arrive last.
    saving.current = saving.current.then(() => catalog.orderMyList(profileId, next.map((card) => card.contentId))).then(
      () => {
        saved.current = next;
      },
      (failure: unknown) => {
        setError(failure);
        if (timer.current === null) show(saved.current);
      },
    );
    forgetPages(saving.current);
  }

  return { order, error, move, remove, saveSoon };
}
