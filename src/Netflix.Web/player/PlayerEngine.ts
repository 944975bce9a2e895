import { languageName as nameOf } from '../api/languages';
import { createStore } from '../ui/store';
import { createShaka, isExpired, isTransient, rememberBandwidth, setLicences, shaka } from './shakaSetup';

export interface Choice {
  id: string;
  label: string;
  active: boolean;
}

export interface PlayerState {
  status: 'loading' | 'ready' | 'ended' | 'expired' | 'failed';
  error: string | null;
  paused: boolean;
  waiting: boolean;
  /** The network is away; what is buffered plays on. */
  reconnecting: boolean;
  position: number;
  duration: number;
  buffered: { start: number; end: number }[];
  volume: number;
  muted: boolean;
  rate: number;
  automatic: boolean;
  qualities: Choice[];
  audios: Choice[];
  texts: Choice[];
}

export interface Source {
  dashUrl: string;
  hlsUrl: string;
  licenseUrl: string | null;
  startAt: number;
  duration: number;
}

const volumeKey = 'marquee.volume';

/** Plays one source in one video element: commands in, state out. Knows nothing of the page around it. */
export class PlayerEngine {
  readonly state = createStore<PlayerState>({
    status: 'loading', error: null, paused: true, waiting: true, reconnecting: false, position: 0, duration: 0, buffered: [],
    volume: Number(localStorage.getItem(volumeKey) ?? 1), muted: false, rate: 1, automatic: true, qualities: [], audios: [], texts: [],
  });

  private readonly player: shaka.Player;
  private readonly gone = new AbortController();

  /** @param maxLines What the automatic choice stays under; a choice by hand may go above. */
  constructor(private readonly video: HTMLVideoElement, maxLines: number) {
    this.player = createShaka(() => this.set({ reconnecting: false }));
    this.player.configure('streaming.failureCallback', (error: shaka.util.Error) => this.onStreamingFailure(error));
    this.player.configure('abr.restrictions.maxHeight', maxLines);
    this.followVideo();
    this.followShaka();
  }

  async load(source: Source): Promise<void> {
    this.set({ status: 'loading', error: null, position: source.startAt, duration: source.duration, waiting: true });
    setLicences(this.player, source.licenseUrl);
    // A position at the very end is a film seen: begin again.
    const startAt = source.startAt < source.duration - 3 ? source.startAt : 0;
    try {
      await this.player.attach(this.video);
      await this.loadEither(source, startAt);
    } catch (error) {
      if (!this.isGone) this.fail(error as shaka.util.Error);
      return;
    }
    if (this.isGone) return;
    this.video.volume = this.state.get().volume;
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

  seek(position: number) {
    if (this.state.get().status === 'loading') return;
    const end = Math.max(0, this.state.get().duration - 0.25);
    this.video.currentTime = Math.min(Math.max(0, position), end);
    this.set({ position: this.video.currentTime, status: 'ready' });
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
    if (track) this.player.selectAudioTrack(track);
    this.readTracks();
  }

  /** Null shows no subtitles. */
  setText(id: string | null) {
    const track = this.player.getTextTracks().find((one) => String(one.id) === id);
    this.player.selectTextTrack(track ?? null);
    this.readTracks();
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
    try {
      await this.player.load(source.dashUrl, startAt, 'application/dash+xml');
    } catch (error) {
      // Only what DASH itself may be to blame for; a network that is away is away for HLS too.
      if (this.isGone || (error as shaka.util.Error).category === 1) throw error;
      await this.player.load(source.hlsUrl, startAt, 'application/x-mpegurl');
    }
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
  }

  /** All tries at all edges failed: what is buffered plays on, and we ask again each second until the network is back. */
  private onStreamingFailure(error: shaka.util.Error) {
    if (this.isGone || !isTransient(error)) return;
    this.set({ reconnecting: true });
    this.player.retryStreaming(1);
  }

  private fail(error: shaka.util.Error) {
    if (isExpired(error)) this.set({ status: 'expired', waiting: false });
    else this.set({ status: 'failed', waiting: false, error: sentenceOf(error) });
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
      texts: this.player.getTextTracks().filter((track) => !track.forced).map((track) => ({ id: String(track.id), label: track.label ?? languageName(track.language), active: track.active })),
    });
  }
}

const qualityId = (track: shaka.extern.VideoTrack) => `${track.width}x${track.height}@${track.bandwidth}`;
const audioId = (track: shaka.extern.AudioTrack) => [track.language, track.label, track.channelsCount, track.roles.join('.')].join('|');

/** The same track in stereo and in 5.1 differs by that alone. */
const audioLabel = (track: shaka.extern.AudioTrack) => (track.label ?? languageName(track.language)) + ((track.channelsCount ?? 2) > 2 ? ' 5.1' : '');

/** Lines, and the rate as well where two tracks have the same lines. */
function qualityLabel(track: shaka.extern.VideoTrack, all: shaka.extern.VideoTrack[]): string {
  const lines = `${track.height ?? '?'}p`;
  return all.filter((one) => one.height === track.height).length > 1 ? `${lines} (${(track.bandwidth / 1e6).toFixed(1)} Mb/s)` : lines;
}

const languageName = (tag: string) => (!tag || tag === 'und' ? 'Original' : nameOf(tag));

function protectionSentence(error: shaka.util.Error): string {
  // Browsers give keys to https pages alone, and to those of this very machine.
  if (!window.isSecureContext) return 'This film is protected, and browsers play such films over https only: open this site by its https address.';
  const { LICENSE_REQUEST_FAILED } = shaka.util.Error.Code;
  if (error.code === LICENSE_REQUEST_FAILED) return 'The film’s licence could not be fetched. Check your network and try again.';
  return 'This film is protected in a way this browser cannot play. Update the browser, or try another.';
}

function sentenceOf(error: shaka.util.Error): string {
  const where = `(code ${error.code ?? 'unknown'})`;
  if (error.category === 1) return `The film could not be fetched. Check your network and try again. ${where}`;
  if (error.category === 6) return `${protectionSentence(error)} ${where}`;
  return `This film cannot be played here just now. ${where}`;
}
