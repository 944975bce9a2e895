import { createStore } from '../ui/store';
import { isMendable, Recovery, sentenceOf } from './failures';
import type { ReadyFilm } from './nextFilm';
import { firstState, rateKey, volumeKey, type Figures, type PlayerState, type Source } from './playerState';
import { createShaka, isExpired, isTransient, rememberBandwidth, setLicences, shaka } from './shakaSetup';
import { StuckWatch } from './StuckWatch';
import { moveCues } from './subtitles';
import { audioId, audioLabel, findWanted, qualityId, qualityLabel, textId, textLabel, type WantedTrack, type WantedTracks } from './tracks';

/** Plays one source in one video element: commands in, state out. Knows nothing of the page around it. */
export class PlayerEngine {
  readonly state = createStore<PlayerState>(firstState());

  /** What the viewer asked for by hand, now or in films before. */
  readonly wanted = createStore<WantedTracks>({});

  private readonly player: shaka.Player;
  private readonly gone = new AbortController();
  private readonly recovery = new Recovery();
  private readonly stuck: StuckWatch;
  private source: Source | null = null;
  private edge = '';
  /** Where the viewer wants to be once it has loaded. */
  private jump: number | null = null;
  private opened = 0;

  /** @param maxLines What the automatic choice stays under; a choice by hand may go above. */
  constructor(private readonly video: HTMLVideoElement, maxLines: number, private ready: ReadyFilm | null = null) {
    const onSegment = (edge: string) => {
      this.edge = edge;
      this.stuck.sign();
      this.set({ reconnecting: false });
    };
    if (ready) ready.listener.onSegment = onSegment;
    this.player = ready?.player ?? createShaka(onSegment);
    this.player.configure('streaming.failureCallback', (error: shaka.util.Error) => this.onStreamingFailure(error));
    this.player.configure('abr.restrictions.maxHeight', maxLines);
    this.followVideo();
    this.followShaka();
    const isToPlay = () => this.state.get().status === 'ready' && !this.state.get().reconnecting;
    this.stuck = new StuckWatch(video, isToPlay, () => this.playAnew('again'), this.gone.signal);
  }

  /** From a position at the very end, which is of a film seen, it begins again. */
  load(source: Source): Promise<void> {
    this.source = source;
    setLicences(this.player, source);
    return this.open(source, source.startAt < source.duration - 3 ? source.startAt : 0);
  }

  private async open(source: Source, startAt: number): Promise<void> {
    this.set({ status: 'loading', error: null, position: startAt, duration: source.duration, waiting: true });
    const { rate, volume } = this.state.get();
    const turn = ++this.opened;
    const isOver = () => this.isGone || turn !== this.opened;
    try {
      await this.player.attach(this.video);
      await this.loadEither(source, startAt);
    } catch (error) {
      // One that a newer try interrupted has nothing to say.
      if (!isOver()) this.fail(error as shaka.util.Error);
      return;
    }
    if (isOver()) return;
    if (this.jump !== null) this.video.currentTime = this.jump;
    this.jump = null;
    this.video.volume = volume;
    this.selectWanted();
    this.setRate(rate);
    this.set({ status: 'ready', duration: this.video.duration || source.duration });
    this.readTracks();
    this.play();
  }

  play() {
    // Browsers may refuse sound before the first click: the play button stays, which is the answer to that.
    void this.video.play().catch(() => undefined);
  }

  pause() {
    this.video.pause();
  }

  toggle() {
    if (this.video.paused) this.play();
    else this.pause();
  }

  /** @param byViewer Not when the player itself skips. */
  seek(position: number, byViewer = true) {
    const end = Math.max(0, this.state.get().duration - 0.25);
    const place = Math.min(Math.max(0, position), end);
    if (this.state.get().status === 'loading') {
      this.jump = place;
      this.set({ position: place });
      return;
    }
    this.video.currentTime = place;
    this.set({ position: this.video.currentTime, status: 'ready', seeks: this.state.get().seeks + (byViewer ? 1 : 0) });
  }

  seekBy(seconds: number) {
    this.seek(this.video.currentTime + seconds);
  }

  setVolume(volume: number) {
    this.video.volume = Math.min(1, Math.max(0, volume));
    this.video.muted = this.video.volume === 0;
    localStorage.setItem(volumeKey, String(this.video.volume));
  }

  toggleMute() {
    this.video.muted = !this.video.muted;
    if (!this.video.muted && this.video.volume === 0) this.setVolume(0.5);
  }

  setRate(rate: number) {
    this.video.playbackRate = rate;
    // Of this tab: the next episode goes on as fast, tomorrow's film does not.
    sessionStorage.setItem(rateKey, String(rate));
  }

  /** Null lets the network choose. */
  setQuality(id: string | null) {
    this.player.configure('abr.enabled', id === null);
    const track = this.player.getVideoTracks().find((one) => qualityId(one) === id);
    if (track) this.player.selectVideoTrack(track, true, 2);
    this.set({ automatic: id === null });
    this.readTracks();
  }

  setAudio(id: string) {
    const track = this.player.getAudioTracks().find((one) => audioId(one) === id);
    if (!track) return;
    this.player.selectAudioTrack(track);
    this.wanted.set({ ...this.wanted.get(), audio: { id, language: track.language } });
    this.readTracks();
  }

  /** Null shows no subtitles. */
  setText(id: string | null) {
    const track = this.player.getTextTracks().find((one) => textId(one) === id);
    this.player.selectTextTrack(track ?? null);
    this.wanted.set({ ...this.wanted.get(), text: track ? { id: textId(track), language: track.language } : null });
    this.readTracks();
  }

  /** Drawn by the page, not by the player. */
  setSecondText(track: WantedTrack | null) {
    this.wanted.set({ ...this.wanted.get(), secondText: track });
  }

  /** Moves what is loaded of the subtitles, and what is still to come. */
  setTextDelay(seconds: number) {
    const delay = Math.round(Math.min(10, Math.max(-10, seconds)) * 10) / 10;
    this.player.configure('textDisplayer.subtitleDelay', delay);
    moveCues(this.video, delay - this.state.get().textDelay);
    this.set({ textDelay: delay });
  }

  figures(): Figures {
    const stats = this.player.getStats();
    const ahead = this.bufferedRanges().find((range) => this.video.currentTime >= range.start - 0.1 && this.video.currentTime <= range.end);
    return {
      width: this.video.videoWidth, height: this.video.videoHeight, bitrate: number(stats.streamBandwidth), codecs: stats.currentCodecs ?? '',
      buffered: ahead ? ahead.end - this.video.currentTime : 0, droppedFrames: number(stats.droppedFrames), frames: number(stats.decodedFrames),
      bandwidth: number(stats.estimatedBandwidth), edge: this.edge,
    };
  }

  /** In hexadecimal. */
  keyIds(): string[] {
    return Object.keys(this.player.getKeyStatuses());
  }

  destroy() {
    if (this.isGone) return;
    rememberBandwidth(this.player);
    this.gone.abort();
    void this.player.destroy().catch(() => undefined);
  }

  private get isGone() {
    return this.gone.signal.aborted;
  }

  private set(change: Partial<PlayerState>) {
    if (!this.isGone) this.state.set({ ...this.state.get(), ...change });
  }

  private async loadEither(source: Source, startAt: number) {
    if (source.kept) {
      this.player.configure('cmcd.enabled', false); // Shaka would put it behind the address of what is kept, and find nothing there
      return void (await this.player.load(source.kept.uri, startAt, 'application/x-offline-manifest'));
    }
    if (await this.loadReady(startAt)) return;
    try {
      await this.player.load(source.dashUrl, startAt, 'application/dash+xml');
    } catch (error) {
      // Only what DASH itself may be to blame for; a network that is away is away for HLS too.
      if (this.isGone || (error as shaka.util.Error).category === 1) throw error;
      await this.player.load(source.hlsUrl, startAt, 'application/x-mpegurl');
    }
  }

  /** What was made ready begins where the server said the viewer was; what failed to be is asked for as ever. */
  private async loadReady(startAt: number): Promise<boolean> {
    const { ready } = this;
    this.ready = null;
    if (ready?.start.resumePosition === startAt) return this.player.load(ready.media).then(() => true, () => false);
    await ready?.media.destroy();
    return false;
  }

  private followVideo() {
    const { video } = this;
    const on = (type: keyof HTMLMediaElementEventMap, read: () => Partial<PlayerState>) =>
      video.addEventListener(type, () => this.set(read()), { signal: this.gone.signal });
    on('play', () => ({ paused: false, status: 'ready' }));
    on('pause', () => ({ paused: true }));
    on('playing', () => ({ waiting: false }));
    on('waiting', () => ({ waiting: true }));
    on('canplay', () => ({ waiting: false }));
    on('seeked', () => ({ position: video.currentTime }));
    on('timeupdate', () => ({ position: video.currentTime, buffered: this.bufferedRanges() }));
    on('progress', () => ({ buffered: this.bufferedRanges() }));
    on('durationchange', () => (Number.isFinite(video.duration) ? { duration: video.duration } : {}));
    on('volumechange', () => ({ volume: video.volume, muted: video.muted }));
    on('ratechange', () => ({ rate: video.playbackRate }));
    on('ended', () => ({ status: 'ended', paused: true, waiting: false, position: this.state.get().duration }));
  }

  private followShaka() {
    for (const event of ['trackschanged', 'variantchanged', 'adaptation', 'audiotrackchanged', 'textchanged']) {
      this.player.addEventListener(event, () => this.readTracks());
    }
    this.player.addEventListener('buffering', (event: unknown) => this.set({ waiting: (event as { buffering: boolean }).buffering }));
    this.player.addEventListener('error', (event: unknown) => {
      const error = (event as { detail: shaka.util.Error }).detail;
      // A passing failure while streaming is onStreamingFailure's.
      if (!this.isGone && !(this.state.get().status === 'ready' && isTransient(error))) this.fail(error);
    });
    // The network is back: no reason to sit out a pause.
    window.addEventListener('online', () => this.player.retryStreaming(0.1), { signal: this.gone.signal });
    window.addEventListener('pagehide', () => rememberBandwidth(this.player), { signal: this.gone.signal });
  }

  /** All tries at all edges failed: what is buffered plays on, and we ask again each second until the network is back. */
  private onStreamingFailure(error: shaka.util.Error) {
    if (this.isGone || !isTransient(error)) return;
    this.set({ reconnecting: true });
    this.player.retryStreaming(1);
  }

  private fail(error: shaka.util.Error) {
    // What a broken load says while it is taken down is of no interest.
    if (this.state.get().status === 'failed') return;
    this.set({ failure: { code: error.code, category: error.category } });
    if (isExpired(error)) this.set({ status: 'expired', waiting: false });
    else if (!this.recover(error)) this.set({ status: 'failed', waiting: false, error: sentenceOf(error) });
  }

  /** Plays anew where the decoder or the keys failed, if that is worth a try. */
  private recover(error: shaka.util.Error): boolean {
    const step = isMendable(error) ? this.recovery.next() : null;
    return step !== null && this.playAnew(step);
  }

  private playAnew(step: 'again' | 'lower'): boolean {
    if (this.source === null) return false;
    if (step === 'lower') {
      const lines = this.player.getVideoTracks().map((track) => track.height ?? 0);
      const now = this.player.getVideoTracks().find((track) => track.active)?.height ?? Math.max(...lines);
      const lower = Math.max(0, ...lines.filter((one) => one < now));
      if (lower > 0) this.player.configure({ abr: { enabled: true, restrictions: { maxHeight: lower } } });
      this.set({ automatic: true });
    }
    void this.open(this.source, this.state.get().position);
    return true;
  }

  /** Before the first picture: what the viewer chose in this title, or last. */
  private selectWanted() {
    const { audio, text } = this.wanted.get();
    const sound = audio && findWanted(this.player.getAudioTracks(), audioId, audio);
    if (sound && !sound.active) this.player.selectAudioTrack(sound);
    if (text === undefined) return;
    const written = text && findWanted(this.player.getTextTracks().filter((track) => !track.forced), textId, text);
    this.player.selectTextTrack(written ?? null);
  }

  private bufferedRanges() {
    const { buffered } = this.video;
    return Array.from({ length: buffered.length }, (_, i) => ({ start: buffered.start(i), end: buffered.end(i) }));
  }

  private readTracks() {
    if (this.isGone) return;
    const video = [...this.player.getVideoTracks()].sort((a, b) => b.bandwidth - a.bandwidth);
    this.set({
      qualities: video.map((track) => ({ id: qualityId(track), label: qualityLabel(track, video), active: track.active })),
      audios: this.player.getAudioTracks().map((track) => ({ id: audioId(track), label: audioLabel(track), active: track.active })),
      texts: this.player.getTextTracks().filter((track) => !track.forced).map((track) => ({ id: textId(track), label: textLabel(track), active: track.active })),
    });
  }
}

const number = (value: number) => (Number.isFinite(value) ? value : 0);
