import { useEffect, useState } from 'react';
import { IconButton } from '../ui/Button';
import css from './Player.module.css';
import type { PlayerEngine } from './PlayerEngine';

const every = 1000;
const megabits = (rate: number) => (rate > 0 ? `${(rate / 1e6).toFixed(2)} Mb/s` : '–');

/** The film in numbers, for who wants to know, and for whoever helps them. */
export function Statistics({ engine, sessionId, onClose }: { engine: PlayerEngine; sessionId: string; onClose: () => void }) {
  const [figures, setFigures] = useState(() => engine.figures());
  useEffect(() => {
    const timer = setInterval(() => setFigures(engine.figures()), every);
    return () => clearInterval(timer);
  }, [engine]);

  const rows: [string, string][] = [
    ['Resolution', figures.width > 0 ? `${figures.width} × ${figures.height}` : '–'],
    ['Bit rate', megabits(figures.bitrate)],
    ['Codecs', figures.codecs || '–'],
    ['Buffer', `${figures.buffered.toFixed(1)} s`],
    ['Dropped frames', `${figures.droppedFrames} of ${figures.frames}`],
    ['Network', megabits(figures.bandwidth)],
    ['Edge', figures.edge.replace(/^https?:\/\//, '') || '–'],
    ['Session', sessionId.slice(0, 8)],
  ];
  return (
    <section className={css.statistics} aria-label="Statistics">
      <IconButton icon="close" label="Close statistics" onClick={onClose} />
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
