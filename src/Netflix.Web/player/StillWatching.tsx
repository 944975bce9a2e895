import { useEffect, useRef } from 'react';
import { Button } from '../ui/Button';
import css from './Player.module.css';

/** Nobody touched anything for long: the film waits for a yes. */
export function StillWatching({ title, onGoOn, onLeave }: { title: string; onGoOn: () => void; onLeave: () => void }) {
  const message = useRef<HTMLDivElement>(null);
  useEffect(() => message.current?.querySelector('button')?.focus(), []);
  return (
    <div ref={message} className={css.asking} role="alertdialog" aria-labelledby="still-watching" aria-describedby="still-watching-why">
      <div className={css.message}>
        <h1 id="still-watching">Are you still watching?</h1>
        <p id="still-watching-why">{title} is paused, as nobody has touched anything for a while.</p>
        <div className={css.choices}>
          <Button look="primary" icon="play" onClick={onGoOn}>Go on watching</Button>
          <Button onClick={onLeave}>Back</Button>
        </div>
      </div>
    </div>
  );
}
