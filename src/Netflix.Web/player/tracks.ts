import { languageName as nameOf } from '../api/languages';
import type { shaka } from './shakaSetup';

export interface Choice {
  id: string;
  label: string;
  active: boolean;
}

/** A track a viewer asked for, so that it is found again in another film: itself, or one of its language. */
export interface WantedTrack {
  id: string;
  language: string;
}

/** Null text is no subtitles; what is not there was never asked for. */
export interface WantedTracks {
  audio?: WantedTrack;
  text?: WantedTrack | null;
  /** Of a second language, above the first. */
  secondText?: WantedTrack | null;
}

// Ids are of what a track is, not of where it stands in a manifest: they are the same in the next session.
export const qualityId = (track: shaka.extern.VideoTrack) => `${track.width}x${track.height}@${track.bandwidth}`;
export const audioId = (track: shaka.extern.AudioTrack) => [track.language, track.label, track.channelsCount, track.roles.join('.')].join('|');
export const textId = (track: shaka.extern.TextTrack) => [track.language, track.label, track.kind, track.roles.join('.')].join('|');

/** The same track in stereo and in 5.1 differs by that alone. */
export const audioLabel = (track: shaka.extern.AudioTrack) => (track.label ?? languageName(track.language)) + ((track.channelsCount ?? 2) > 2 ? ' 5.1' : '');
export const textLabel = (track: shaka.extern.TextTrack) => track.label ?? languageName(track.language);

/** Lines, and the rate as well where two tracks have the same lines. */
export function qualityLabel(track: shaka.extern.VideoTrack, all: shaka.extern.VideoTrack[]): string {
  const lines = `${track.height ?? '?'}p`;
  return all.filter((one) => one.height === track.height).length > 1 ? `${lines} (${(track.bandwidth / 1e6).toFixed(1)} Mb/s)` : lines;
}

/** The wanted track; without it, the first of its language. */
export const findWanted = <T extends { language: string }>(tracks: T[], idOf: (track: T) => string, wanted: WantedTrack): T | undefined =>
  tracks.find((track) => idOf(track) === wanted.id) ?? tracks.find((track) => track.language === wanted.language);

const languageName = (tag: string) => (!tag || tag === 'und' ? 'Original' : nameOf(tag));
