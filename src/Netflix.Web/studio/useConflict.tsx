import { useState, type ReactNode } from 'react';
import { isStatus } from '../api/problem';
import { useAction } from '../ui/useAction';
import { ConflictDialog } from './ConflictDialog';

/**
 * Saves against the version that was read; when that is no longer the newest, the editor says which one stays.
 * @param newest Asks for the ETag as it is now.
 */
export function useConflict(newest: () => Promise<string>, etag: string, reload: () => void, thing = 'this title') {
  const action = useAction();
  const [refused, setRefused] = useState<((etag: string) => Promise<void>) | null>(null);

  const save = (work: (etag: string) => Promise<void>) =>
    action.run(async () => {
      try {
        await work(etag);
      } catch (error) {
        if (!isStatus(error, 412)) throw error;
        setRefused(() => work);
      }
    });

  const saveOver = () =>
    action.run(async () => {
      await refused?.(await newest());
      setRefused(null);
    });

  const dialog: ReactNode = refused && (
    <ConflictDialog
      thing={thing} busy={action.busy} onMine={() => void saveOver()} onClose={() => setRefused(null)}
      onTheirs={() => {
        setRefused(null);
        reload();
      }}
    />
  );
  return { ...action, save, dialog };
}
