import shaka from 'shaka-player/dist/shaka-player.compiled-es2021.js';
import { EdgeMemory, originOf } from './EdgeMemory';
import type { Source } from './playerState';

export { shaka };

const bandwidthKey = 'marquee.bandwidth';

/** Of what the line is thought to give: the first segment is there in 0.8 s, and what comes after is as good as the line. */
const firstShare = 0.2;
const usualMegabits = 5;
const categoryNetwork = 1;

/** A player set up for our edges: leaves a dead one within seconds, and starts at the speed measured last. */
export function createShaka(onSegment: (edge: string) => void): shaka.Player {
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  player.configure({
    // First bytes late by 2.5 s, or a stall of 3 s, means the edge is gone: the next try goes to the next BaseURL.
    // The whole may take long, as slow networks are no fault of an edge.
    streaming: {
      retryParameters: { maxAttempts: 6, baseDelay: 150, backoffFactor: 1.6, fuzzFactor: 0.4, timeout: 30_000, stallTimeout: 3000, connectionTimeout: 2500 },
      bufferingGoal: 30,
      bufferBehind: 60,
    },
    manifest: { retryParameters: { maxAttempts: 3, baseDelay: 300, backoffFactor: 2, fuzzFactor: 0.4, timeout: 15_000, stallTimeout: 5000, connectionTimeout: 5000 } },
    cmcd: { enabled: true, useHeaders: false }, // edges keep it; in the query, as a header of its own would cost a preflight a segment
    // Shaka would take the browser's guess before ours, which is 10 Mb/s at most, and forget what it measured whenever that
    // changes; it follows a new line within seconds anyway. A low start is left with the second segment: before that, Shaka
    // would give up the first one, nearly there, for a better one.
    abr: { useNetworkInformation: false, defaultBandwidthEstimate: firstEstimate(), minTimeToSwitch: 1.2, switchInterval: 4, restrictToElementSize: true },
  });

  const edges = new EdgeMemory();
  const network = player.getNetworkingEngine();
  network?.registerRequestFilter((_type, request) => {
    if (request.uris.length > 1) request.uris = edges.order(request.uris);
  });
  network?.registerResponseFilter((type, response) => {
    if (type === shaka.net.NetworkingEngine.RequestType.SEGMENT) onSegment(originOf(response.uri) ?? '');
  });
  network?.addEventListener('retry', (event: unknown) => {
    const uri = (event as { error?: shaka.util.Error }).error?.data?.[0] as unknown;
    if (typeof uri === 'string') edges.failed(uri);
  });
  return player;
}

/** Keys come from the session's own licence address, null for a film that is not protected; or are kept with the film. */
export function setLicences(player: shaka.Player, { licenseUrl, kept }: Source) {
  player.configure('drm.servers', licenseUrl ? { 'org.w3.clearkey': licenseUrl } : {});
  player.configure('drm.clearKeys', kept?.keys ?? {});
}

function firstEstimate() {
  const measured = Number(localStorage.getItem(bandwidthKey));
  const { connection } = navigator as { connection?: { downlink?: number } }; // what Chromium knows of other pages
  return Math.round(firstShare * (measured > 0 ? measured : (connection?.downlink || usualMegabits) * 1e6));
}

/** Keeps what the network gave, for the first choice of the next film; nothing while it has not been measured. */
export function rememberBandwidth(player: shaka.Player) {
  const measured = player.getStats().estimatedBandwidth;
  const isMeasured = measured > 0 && Number.isFinite(measured) && measured !== player.getConfiguration().abr.defaultBandwidthEstimate;
  if (isMeasured) localStorage.setItem(bandwidthKey, String(Math.round(measured)));
}

/** The network failed in a way that another try may mend. Not by severity: Shaka calls every streaming error critical. */
export const isTransient = (error: shaka.util.Error) =>
  error.category === categoryNetwork && ![401, 403, 404, 410].includes(statusOf(error) ?? 0);

/** The manifest, a segment or a licence was refused: the session's signature has run out, or the account changed. */
export const isExpired = (error: shaka.util.Error) => [401, 403, 410].includes(statusOf(error) ?? 0);

function statusOf(error: shaka.util.Error): number | null {
  const { BAD_HTTP_STATUS, LICENSE_REQUEST_FAILED } = shaka.util.Error.Code;
  if (error.code === LICENSE_REQUEST_FAILED) return statusOf(error.data[0] as shaka.util.Error);
  return error.code === BAD_HTTP_STATUS ? (error.data as unknown[])[1] as number : null;
}
