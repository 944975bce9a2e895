import { playback } from '../api/playback';

const key = 'marquee.watching';
let closing: Promise<unknown> = Promise.resolve();

/**
 * The session this tab holds one of the plan's streams with. A page that is reloaded cannot wait for answers: it leaves
 * its position and no more, so the tab remembers the session and ends it before it asks for the next.
 */
export const heldStream = {
  remember: (sessionId: string) => sessionStorage.setItem(key, sessionId),

  /** The session is being ended; the next start waits for that. */
  closes(end: Promise<unknown>) {
    sessionStorage.removeItem(key);
    closing = end.catch(() => undefined);
  },

  async release(): Promise<void> {
    await closing;
    const sessionId = sessionStorage.getItem(key);
    if (sessionId === null) return;
    sessionStorage.removeItem(key);
    await playback.stop(sessionId).catch(() => undefined);
  },
};
