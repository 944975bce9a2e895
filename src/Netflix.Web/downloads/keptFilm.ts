import type { DownloadGrant } from '../api/downloads';
import type { Marker } from '../api/playback';
import type { Sealed } from './seal';

/** A film that this browser keeps. */
export interface KeptFilm {
  downloadId: string;
  userId: string;
  profileId: string;
  videoId: string;
  contentId: string;
  title: string;
  episode: string | null;
  quality: string;
  durationSeconds: number;
  markers: Marker[];
  picture: Blob | null;
  /** Where Shaka keeps it; null until all of it is there. */
  uri: string | null;
  bytes: number;
  takenAt: number;
  licence: Licence;
  /** Under this licence. */
  firstPlayedAt: number | null;
  position: number;
  /** When it was played last, while the server does not know. */
  untold: number | null;
  /** Why the viewer may not watch it now, as the server said last. */
  refusal: string | null;
  /** The latest time this browser knows of: a clock that is set back gains nothing. */
  seenAt: number;
}

export interface Licence {
  keys: Sealed | null;
  expiresAt: number;
  playSeconds: number;
}

export type KeptStatus = 'ready' | 'incomplete' | 'expired' | 'refused' | 'clock';

const clockSlack = 10 * 60_000;

/** Until when it may be played: the licence's end, or some time after the first play. */
export const endOf = ({ licence, firstPlayedAt }: KeptFilm): number =>
  Math.min(licence.expiresAt, firstPlayedAt === null ? Infinity : firstPlayedAt + licence.playSeconds * 1000);

export function statusOf(film: KeptFilm, now = Date.now()): KeptStatus {
  if (film.uri === null) return 'incomplete';
  if (film.refusal !== null) return 'refused';
  if (now < film.seenAt - clockSlack) return 'clock';
  return endOf(film) <= now ? 'expired' : 'ready';
}

export const sentences: Record<Exclude<KeptStatus, 'ready'>, string> = {
  incomplete: 'Not all of it is here yet.',
  expired: 'Its licence has ended. Renew it while you are online.',
  refused: 'It may not be watched now: your subscription, your country or this profile does not allow it.',
  clock: 'The clock of this device was set back. Go online once to put it right.',
};

export const episodeOf = ({ seasonNumber, episodeNumber, episodeTitle }: DownloadGrant): string | null =>
  episodeNumber == null ? null : `S${seasonNumber}:E${episodeNumber} ${episodeTitle ?? ''}`.trim();
