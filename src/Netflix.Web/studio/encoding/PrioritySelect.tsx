import { encoding, type Job } from '../../api/encoding';
import type { useAction } from '../../ui/useAction';
import css from './Encoding.module.css';

const levels: [number, string][] = [[10, 'First of all'], [5, 'High'], [0, 'Normal'], [-5, 'Low'], [-10, 'Last of all']];

/** Who goes first when encoders are few: kept at once, also of a job under way. */
export function PrioritySelect({ job, action, onDone }: { job: Job; action: ReturnType<typeof useAction>; onDone: () => Promise<void> | void }) {
  const priority = job.priority ?? 0;
  const shown = levels.some(([value]) => value === priority) ? levels : [...levels, [priority, `Level ${priority}`] as [number, string]].sort(([a], [b]) => b - a);
  const change = (value: number) =>
    action.run(async () => {
      await encoding.setPriority(job.jobId, value);
      await onDone();
    });
  return (
    <label className={css.priority}>
      <span>Priority<span className="visually-hidden"> of {job.title}</span></span>
      <select value={priority} disabled={action.busy} onChange={(event) => void change(Number(event.target.value))}>
        {shown.map(([value, name]) => <option key={value} value={value}>{name}</option>)}
      </select>
    </label>
  );
}
