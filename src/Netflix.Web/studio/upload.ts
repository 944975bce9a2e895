import * as tus from 'tus-js-client';
import { session } from '../auth/session';

/** The video an upload is for. */
export interface UploadTarget {
  contentId: string;
  videoId: string | null;
  seasonNumber?: number;
  episodeNumber?: number;
  trailer?: boolean;
}

export interface UploadEvents {
  onProgress: (sent: number, total: number) => void;
  onDone: () => void;
  onError: (message: string) => void;
}

const chunk = 8 * 1024 * 1024;

/** A resumable upload: the same file for the same video goes on where it was, also after a reload. */
export async function createUpload(file: File, target: UploadTarget, events: UploadEvents): Promise<tus.Upload> {
  const upload = new tus.Upload(file, {
    endpoint: '/api/v1/admin/uploads',
    chunkSize: chunk,
    retryDelays: [0, 500, 1500, 4000, 8000, 15_000],
    removeFingerprintOnSuccess: true,
    metadata: {
      contentId: target.contentId,
      filename: file.name,
      ...(target.trailer ? { trailer: 'true' } : {}),
      ...(target.seasonNumber === undefined ? {} : { seasonNumber: String(target.seasonNumber), episodeNumber: String(target.episodeNumber) }),
    },
    // The library's own fingerprint knows the file alone; one file may be meant for two titles.
    fingerprint: (source) => Promise.resolve(['marquee', target.contentId, target.seasonNumber, target.episodeNumber, target.trailer, source.name, source.size, source.lastModified].join('|')),
    // Asked for each chunk: an upload outlives an access token.
    onBeforeRequest: async (request) => {
      const token = await session.accessToken();
      if (token !== null) request.setHeader('Authorization', `Bearer ${token}`);
    },
    // A refused token may only be stale; all other refusals are meant.
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status === 0 || status === 401 || status === 409 || status === 423 || status === 429 || status >= 500;
    },
    onProgress: events.onProgress,
    onSuccess: events.onDone,
    onError: (error) => events.onError(sentenceOf(error)),
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
  return upload;
}

function sentenceOf(error: Error | tus.DetailedError): string {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return 'The connection broke. Resume when the network is back.';
  try {
    const problem = JSON.parse(response.getBody()) as { detail?: string; title?: string };
    if (problem.detail ?? problem.title) return (problem.detail ?? problem.title)!;
  } catch {
    // Not a problem document; the status says enough.
  }
  return `The upload was refused (${response.getStatus()}).`;
}
