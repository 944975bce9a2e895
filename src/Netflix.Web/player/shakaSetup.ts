import shaka from 'shaka-player/dist/shaka-player.compiled-es2021.js';
import { EdgeMemory, originOf } from './EdgeMemory';
import type { Source } from './playerState';

export { shaka };

const bandwidthKey = 'marquee.bandwidth';
const categoryNetwork = 1;

/** A player set up for our edges: leaves a dead one within seconds, and starts at the speed measured last. */
export function createShaka(onSegment: (edge: string) => void): shaka.Player {
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  const remembered = Number(localStorage.getItem(bandwidthKey));
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
    abr: { defaultBandwidthEstimate: remembered > 0 ? remembered : 2_500_000, restrictToElementSize: true },
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

/** Keeps what the network gave, for the first choice of the next film. */
export function rememberBandwidth(player: shaka.Player) {
  const measured = player.getStats().estimatedBandwidth;
  if (Number.isFinite(measured) && measured > 0) localStorage.setItem(bandwidthKey, String(Math.round(measured)));
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
