type Mode = 'starting' | 'playing' | 'stalled' | 'seeking' | 'resting';

/** What a session has come to so far: how long it played and stood still. Waiting after a jump is no stall. */
export class ViewingTotals {
  stalls = 0;
  switches = 0;
  errors = 0;
  startupMs: number | null = null;

  private mode: Mode = 'starting';
  private since: number;
  private playedMs = 0;
  private stalledMs = 0;
  private readonly openedAt: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.openedAt = this.since = now();
  }

  /** True the first time: the film has begun. */
  plays(): boolean {
    this.turn('playing');
    if (this.startupMs !== null) return false;
    this.startupMs = Math.round(this.now() - this.openedAt);
    return true;
  }

  /** True where play stood still for want of film. */
  waits(): boolean {
    if (this.mode !== 'playing') return false;
    this.turn('stalled');
    this.stalls++;
    return true;
  }

  seeks() {
    if (this.mode !== 'starting') this.turn('seeking');
  }

  rests() {
    if (this.mode !== 'starting') this.turn('resting');
  }

  get isPlaying() {
    return this.mode === 'playing';
  }

  read() {
    this.turn(this.mode);
    const { stalls, switches, errors, startupMs } = this;
    return { playedMs: Math.round(this.playedMs), stalledMs: Math.round(this.stalledMs), stalls, switches, errors, startupMs };
  }

  private turn(to: Mode) {
    const now = this.now();
    if (this.mode === 'playing') this.playedMs += now - this.since;
    if (this.mode === 'stalled') this.stalledMs += now - this.since;
    this.since = now;
    this.mode = to;
  }
}
