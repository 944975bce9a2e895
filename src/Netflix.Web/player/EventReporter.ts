import { playback, type PlayerEvent } from '../api/playback';
import { ApiError } from '../api/problem';
import type { PlayerEngine } from './PlayerEngine';
import { ViewingTotals } from './ViewingTotals';

const every = 10_000;
const soon = 500;
const mostWaiting = 200;
const mostInACall = 100;

/**
 * Tells the server how the film plays, each event with the totals so far, so that a lost one costs no figure. Playing
 * never waits for this, and never fails by it.
 */
export class EventReporter {
  private readonly totals = new ViewingTotals();
  private readonly gone = new AbortController();
  private readonly timer: ReturnType<typeof setInterval>;
  private hurry: ReturnType<typeof setTimeout> | undefined;
  private waiting: PlayerEvent[] = [];
  private sending = false;
  private refused = false;
  private stopped = false;
  private rested = false;

  constructor(private readonly sessionId: string, private readonly engine: PlayerEngine, private readonly video: HTMLVideoElement) {
    this.followVideo();
    this.followEngine();
    this.timer = setInterval(() => this.tick(), every);
    const on = { signal: this.gone.signal };
    window.addEventListener('pagehide', () => this.stop(), on);
    window.addEventListener('online', () => void this.send(), on);
  }

  close() {
    this.stop();
    this.gone.abort();
    clearInterval(this.timer);
    clearTimeout(this.hurry);
  }

  private followVideo() {
    const { video, totals } = this;
    const on = (type: keyof HTMLMediaElementEventMap, act: () => void) => video.addEventListener(type, act, { signal: this.gone.signal });
    on('playing', () => {
      if (totals.plays()) this.tell('play_start');
      else if (this.rested) this.tell('resume');
      this.stopped = this.rested = false;
    });
    on('waiting', () => {
      if (!video.seeking && totals.waits()) this.tell('buffering');
    });
    on('pause', () => {
      totals.rests();
      this.rested = true;
      // The end of the film pauses too, and says so by itself.
      if (!video.ended && totals.startupMs !== null) this.tell('pause');
    });
    on('ended', () => this.stop());
    on('seeking', () => {
      if (totals.startupMs === null) return;
      totals.seeks();
      this.note('seek');
    });
    // A jump within what is buffered may end without "playing".
    on('timeupdate', () => !video.paused && !video.seeking && video.readyState > 2 && totals.startupMs !== null && totals.plays());
  }

  private followEngine() {
    let rung = '';
    let { failure } = this.engine.state.get();
    const leave = this.engine.state.subscribe(() => {
      const state = this.engine.state.get();
      const active = state.qualities.find((quality) => quality.active)?.id ?? rung;
      if (active !== rung) {
        // What is chosen before the first picture is no switch that anybody saw.
        if (rung !== '' && this.totals.startupMs !== null) {
          this.totals.switches++;
          this.tell('quality_change');
        }
        rung = active;
      }
      if (state.failure !== failure) {
        failure = state.failure;
        this.totals.errors++;
        this.tell('error', { ...failure });
      }
    });
    this.gone.signal.addEventListener('abort', leave);
  }

  /** Totals must go on being told while nothing happens. There is no type for that: a film that "resumes" after no pause. */
  private tick() {
    if (this.totals.isPlaying && this.waiting.length === 0) this.note('resume', { still: true });
    void this.send();
  }

  private stop() {
    if (!this.stopped && this.totals.startupMs !== null) {
      this.stopped = true;
      this.totals.rests();
      this.note('stop');
    }
    void this.send(true);
  }

  private note(type: PlayerEvent['type'], more: object = {}) {
    if (this.refused) return;
    const { height, bitrate, edge } = this.engine.figures();
    this.waiting.push({ type, at: new Date().toISOString(), properties: { ...more, ...this.totals.read(), position: Math.round(this.video.currentTime * 10) / 10, height, bitrate: Math.round(bitrate), edge } });
    this.trim();
  }

  /** At once, with what else happens just now. */
  private tell(type: PlayerEvent['type'], more: object = {}) {
    this.note(type, more);
    this.hurry ??= setTimeout(() => {
      this.hurry = undefined;
      void this.send();
    }, soon);
  }

  private async send(keepalive = false) {
    if ((this.sending && !keepalive) || this.waiting.length === 0) return;
    this.sending = true;
    const batch = this.waiting.splice(0, mostInACall);
    try {
      await playback.events(this.sessionId, batch, { keepalive });
    } catch (error) {
      // What the server will not have, it will not have later either; what it could not get goes with the next.
      if (error instanceof ApiError && error.status < 500) this.refused = [401, 403, 404, 410].includes(error.status);
      else this.waiting.unshift(...batch);
      this.trim();
    } finally {
      this.sending = false;
    }
  }

  /** The oldest go first: totals are in the newest. */
  private trim() {
    if (this.waiting.length > mostWaiting) this.waiting.splice(0, this.waiting.length - mostWaiting);
  }
}
