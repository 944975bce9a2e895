import { useState } from 'react';
import { encoding, type Job } from '../../api/encoding';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import type { useAction } from '../../ui/useAction';
import css from './Encoding.module.css';
import { redoable, stageName } from './words';

/** Does a job that failed again from a stage on; what came before is kept. */
export function Redo({ job, action, onDone }: { job: Job; action: ReturnType<typeof useAction>; onDone: () => Promise<void> }) {
  const stages = job.stages.filter((one) => redoable.includes(one.name) && (one.tasks ?? 0) > 0).map((one) => one.name);
  const [stage, setStage] = useState(stages[0] ?? '');
  if (stages.length === 0) return null;
  const redo = () =>
    action.run(async () => {
      await encoding.retry(job.jobId, stage);
      await onDone();
    });
  return (
    <form className={css.redo} onSubmit={(event) => event.preventDefault()}>
      <SelectField label="Do it again from" value={stage} onChange={(event) => setStage(event.target.value)}>
        {stages.map((name) => <option key={name} value={name}>{stageName(name)}</option>)}
      </SelectField>
      <Button icon="again" busy={action.busy} onClick={() => void redo()}>Do again</Button>
      <p>What was made before this stage is kept. Retry goes on where it failed.</p>
    </form>
  );
}
