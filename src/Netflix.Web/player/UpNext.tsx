import { useEffect, useRef, useState } from 'react';
import { currentProfile } from '../profiles/current';
import { Button } from '../ui/Button';
import css from './Player.module.css';

const seconds = 8;

/** After an episode: the next one plays by itself, unless the viewer says no, now or in the profile. */
export function UpNext({ name, onPlay }: { name: string; onPlay: () => void }) {
  const [left, setLeft] = useState<number | null>(currentProfile.get()?.autoplayNext === false ? null : seconds);
  // A page drawn anew must not begin the second anew.
  const play = useRef(onPlay);
  play.current = onPlay;
  useEffect(() => {
    if (left === null) return;
    if (left === 0) {
      play.current();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <div className={css.upNext}>
      <p>Next episode{left === null ? '' : ` in ${left}`}</p>
      <strong>{name}</strong>
      <div className={css.choices}>
        <Button look="light" icon="play" onClick={onPlay}>Play now</Button>
        {left !== null && <Button onClick={() => setLeft(null)}>Stay here</Button>}
      </div>
    </div>
  );
}
