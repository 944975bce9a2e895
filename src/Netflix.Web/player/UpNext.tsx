import { useEffect, useRef, useState } from 'react';
import { currentProfile } from '../profiles/current';
import { Button } from '../ui/Button';
import css from './Player.module.css';

const seconds = 10;

interface Props {
  name: string;
  /** The film stands still or a menu is open: the countdown waits. */
  held: boolean;
  /** The film is over: nothing else is on screen that a key could be meant for. */
  ended: boolean;
  onPlay: () => void;
  onAutoplay: () => void;
  onCancel: () => void;
}

/** At the credits or the end of an episode: the next one plays by itself, unless the viewer says no, now or in the profile. */
export function UpNext({ name, held, ended, onPlay, onAutoplay, onCancel }: Props) {
  const [left, setLeft] = useState<number | null>(currentProfile.get()?.autoplayNext === false ? null : seconds);
  const card = useRef<HTMLElement>(null);
  // A page drawn anew must not begin the second anew.
  const autoplay = useRef(onAutoplay);
  autoplay.current = onAutoplay;

  useEffect(() => {
    if (left === null || held) return;
    if (left === 0) {
      autoplay.current();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, held]);

  useEffect(() => {
    if (ended) card.current?.querySelector('button')?.focus();
  }, [ended]);

  return (
    <section ref={card} className={css.upNext} aria-label="Up next">
      {/* Said once, not each second. */}
      <p className={css.spoken} role="status">{left === null ? `Next: ${name}` : `Next: ${name}, in ${seconds} seconds`}</p>
      <p aria-hidden="true">{left === null ? 'Next episode' : `Next episode in ${left}`}</p>
      <strong>{name}</strong>
      <div className={css.choices}>
        <Button look="light" icon="play" onClick={onPlay}>Play now</Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
      {left !== null && <span className={css.countdown} style={{ transform: `scaleX(${left / seconds})` }} />}
    </section>
  );
}
