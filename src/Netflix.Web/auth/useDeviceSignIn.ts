import { useCallback, useEffect, useState } from 'react';
import { accounts, type DeviceCode } from '../api/accounts';
import { deviceName, deviceType } from '../api/playback';
import { ApiError } from '../api/problem';
import { currentProfile } from '../profiles/current';
import { session } from './session';

export type DeviceSignIn =
  | { state: 'asking' }
  | { state: 'waiting'; code: DeviceCode }
  | { state: 'denied' }
  | { state: 'failed'; error: unknown };

const slower = 5;

/** Asks for a code and then whether somebody confirmed it, in the pace that the server wants; a code run out is renewed. */
export function useDeviceSignIn() {
  const [status, setStatus] = useState<DeviceSignIn>({ state: 'asking' });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let gone = false;
    const show = (next: DeviceSignIn) => !gone && setStatus(next);

    async function ask() {
      show({ state: 'asking' });
      try {
        const code = await accounts.deviceCode(deviceName(), deviceType());
        show({ state: 'waiting', code });
        wait(code, code.interval);
      } catch (error) {
        show({ state: 'failed', error });
      }
    }

    function wait(code: DeviceCode, seconds: number) {
      if (!gone) timer = setTimeout(() => void poll(code, seconds), seconds * 1000);
    }

    async function poll(code: DeviceCode, seconds: number) {
      try {
        const answer = await accounts.deviceToken(code.deviceCode);
        if (gone) return;
        currentProfile.set(null);
        session.start(answer);
      } catch (error) {
        const reason = error instanceof ApiError ? error.reason : undefined;
        if (reason === 'accessDenied') show({ state: 'denied' });
        else if (reason === 'expiredToken') void ask();
        // Still waiting, or the network is away for a moment: both pass.
        else wait(code, reason === 'slowDown' ? seconds + slower : seconds);
      }
    }

    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [round]);

  return { status, again };
}
