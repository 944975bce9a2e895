import { useEffect, useState } from 'react';

/** What this site uses of the device, and may use yet; looked at anew when what is given changes. */
export function useStorage(when: unknown): { used: number; free: number } | null {
  const [storage, setStorage] = useState<{ used: number; free: number } | null>(null);
  useEffect(() => {
    let left = false;
    void navigator.storage?.estimate().then(({ usage = 0, quota = 0 }) => !left && setStorage({ used: usage, free: Math.max(0, quota - usage) }), () => undefined);
    return () => {
      left = true;
    };
  }, [when]);
  return storage;
}
