import type { PlaybackStart } from '../api/playback';
import type { Source } from './playerState';

/** Where a session's film and its keys are. */
export const sourceOf = (start: PlaybackStart, startAt: number): Source => ({
  dashUrl: withPlayer(start.dashManifestUrl), hlsUrl: withPlayer(start.manifestUrl), licenseUrl: start.licenseUrl, startAt, duration: start.durationSeconds,
});

/** Manifests differ by player in how they signal DRM; the address may carry a signature already. */
function withPlayer(url: string): string {
  const address = new URL(url, location.href);
  address.searchParams.set('player', 'shaka');
  return address.href;
}
