import { encoding, type Encoder } from '../../api/encoding';
import { ago } from '../../ui/ago';
import { bytes } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { Notice } from '../../ui/Status';
import { useLive } from '../../ui/useLive';
import css from './Encoding.module.css';

const lookAgain = 3000;

/** Whether encoding goes on, and who does it. */
export function QueueBanner() {
  const { value: queue } = useLive('queue', (signal) => encoding.queue(signal), () => lookAgain);
  if (!queue) return null;
  return (
    <section className={css.queue} aria-label="Queue">
      {queue.paused && <Notice>Encoding is paused. {queue.reason}</Notice>}
      <p className={css.queueLine}>
        <strong>{tasks(queue.runningTasks)} under way</strong>
        <span>{queue.waitingTasks.toLocaleString('en')} waiting</span>
        <span>{queue.encoders.length === 0 ? 'No encoder is running: jobs wait until one starts' : `${queue.encoders.length} ${queue.encoders.length === 1 ? 'encoder' : 'encoders'}`}</span>
      </p>
      {queue.encoders.length > 0 && (
        <ul className={css.encoders} aria-label="Encoders">
          {queue.encoders.map((encoder) => <Machine key={encoder.name} encoder={encoder} />)}
        </ul>
      )}
    </section>
  );
}

const Machine = ({ encoder }: { encoder: Encoder }) => (
  <li className={encoder.paused ? css.resting : undefined}>
    <Icon name="computer" size="1.2em" />
    <span className={css.encoderName} title={encoder.name}>{encoder.name}</span>
    <span className={css.slots} role="img" aria-label={`${encoder.running} of ${encoder.tasks} tasks`}>
      {Array.from({ length: Math.min(encoder.tasks, 16) }, (_, slot) => <i key={slot} className={slot < encoder.running ? css.taken : undefined} />)}
    </span>
    <span>{bytes(encoder.freeBytes)} free</span>
    <span className={css.encoderNote}>{encoder.paused ?? `seen ${ago(encoder.seenAt)}`}</span>
  </li>
);

const tasks = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'task' : 'tasks'}`;
