import type { Choice } from './tracks';

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
  /** Seconds that subtitles come later than written. */
  textDelay: number;
  /** How often the viewer jumped; not the player itself. */
  seeks: number;
  /** The last failure, also one that was mended. */
  failure: { code: number; category: number } | null;
}

/** What plays just now, in numbers. */
export interface Figures {
  width: number;
  height: number;
  /** Bits a second, of picture and sound. */
  bitrate: number;
  codecs: string;
  /** Seconds that are there ahead of the position. */
  buffered: number;
  droppedFrames: number;
  frames: number;
  /** Bits a second that the network is thought to give. */
  bandwidth: number;
  /** Where the last segment came from. */
  edge: string;
}

export interface Source {
  dashUrl: string;
  hlsUrl: string;
  licenseUrl: string | null;
  /** A film that this browser keeps, and its keys: nothing is fetched. */
  kept?: { uri: string; keys: Record<string, string> };
  startAt: number;
  duration: number;
}

export const volumeKey = 'marquee.volume';
export const rateKey = 'marquee.rate';

export const firstState = (): PlayerState => ({
  status: 'loading', error: null, paused: true, waiting: true, reconnecting: false, position: 0, duration: 0, buffered: [],
  volume: Number(localStorage.getItem(volumeKey) ?? 1), muted: false, rate: Number(sessionStorage.getItem(rateKey) ?? 1),
  automatic: true, qualities: [], audios: [], texts: [], textDelay: 0, seeks: 0, failure: null,
});
