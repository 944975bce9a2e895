import { useRef, useState } from 'react';
import { ApiError, messageOf } from '../api/problem';

/** One action of a form or button: whether it runs, what went wrong, and at which field. */
export function useAction() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef(false);

  async function run(work: () => Promise<void>): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  const fields = error instanceof ApiError ? error.fields : {};
  return {
    run,
    busy,
    error,
    fields,
    /** The last failure is of no matter any more. */
    clear: () => setError(null),
    /** What no field of the form can show. */
    message: (...shownAtFields: string[]) =>
      error === null || Object.keys(fields).some((name) => shownAtFields.includes(name)) ? null : [messageOf(error), ...Object.values(fields)].join(' '),
  };
}
