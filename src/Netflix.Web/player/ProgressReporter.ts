import { playback } from '../api/playback';
import { isStatus } from '../api/problem';
import { heldStream } from './heldStream';

const every = 10_000;

/** Tells the server where the film is: every 10 s while it plays, and at every moment after which nobody may come back. */
export class ProgressReporter {
  private sequence = 0;
  private last = -1;
  private closed = false;
  private readonly gone = new AbortController();
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(
    private readonly sessionId: string,
    private readonly position: () => number | null,
    private readonly onStop: (reason: string) => void,
  ) {
    heldStream.remember(sessionId);
    this.timer = setInterval(() => void this.report(), every);
    // On a phone, hidden is the last thing a page hears; pagehide covers the rest.
    const leaving = () => void this.report(true);
    window.addEventListener('pagehide', leaving, { signal: this.gone.signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leaving(), { signal: this.gone.signal });
  }

  async report(keepalive = false): Promise<void> {
    const position = this.position();
    if (this.closed || position === null || position === this.last) return;
    this.last = position;
    try {
      const answer = await playback.progress(this.sessionId, position, ++this.sequence, { keepalive });
      if (answer?.stop && !this.closed) this.onStop(answer.stop.reason);
    } catch (error) {
      // The next report carries the position again; only a session that is gone ends the play.
      this.last = -1;
      if (isStatus(error, 404, 410) && !this.closed) this.onStop('stopped');
    }
  }

  /** The last word, in order: where it was, then that it is over. */
  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    const reported = this.report(true);
    this.closed = true;
    clearInterval(this.timer);
    this.gone.abort();
    const ended = reported.then(() => playback.stop(this.sessionId)).catch(() => undefined);
    heldStream.closes(ended);
    return ended;
  }
}
