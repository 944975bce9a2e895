import { useState } from 'react';
import { encoding } from '../../api/encoding';
import { Button } from '../../ui/Button';
import { useLoad } from '../../ui/useLoad';
import css from './Encoding.module.css';

/** The command that failed, and what it said. */
export function FailureLog({ jobId }: { jobId: string }) {
  const log = useLoad(`job-log:${jobId}`, (signal) => encoding.log(jobId, signal));
  const [copied, setCopied] = useState(false);
  if (log.state !== 'ready' || log.value === null) return null;
  const text = log.value;
  return (
    <details className={css.log} open>
      <summary>Log of what failed</summary>
      <pre tabIndex={0} role="region" aria-label="Log">{text}</pre>
      <Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => undefined)}>{copied ? 'Copied' : 'Copy the log'}</Button>
    </details>
  );
}
