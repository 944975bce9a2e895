import { createShaka, shaka } from '../player/shakaSetup';

/** The bytes of kept films: Shaka's storage, as encrypted as they came. */
export const storedMedia = {
  /** @param onProgress Told the share that is there, 0 to 1. */
  async fetch(manifestUrl: string, title: string, onProgress: (share: number) => void): Promise<{ uri: string; bytes: number }> {
    const player = createShaka(() => undefined);
    const storage = new shaka.offline.Storage(player);
    try {
      storage.configure({
        offline: {
          // Clear Key has no licences that last: the keys are kept beside the film, see docs/decisions/0056-downloads.md.
          usePersistentLicense: false,
          numberOfParallelDownloads: 3,
          trackSelectionCallback: (tracks: shaka.extern.TrackList) => Promise.resolve(tracks.filter((track) => track.type === 'variant' || track.type === 'text')),
          progressCallback: (_content: shaka.extern.StoredContent, share: number) => onProgress(share),
        },
        // Never asked: Shaka only wants to know that there is one.
        drm: { servers: { 'org.w3.clearkey': location.origin } },
        streaming: { useNativeHlsForFairPlay: false },
      });
      const kept = await storage.store(manifestUrl, { title }, 'application/dash+xml').promise;
      return { uri: kept.offlineUri!, bytes: kept.size };
    } finally {
      await storage.destroy();
      await player.destroy();
    }
  },

  async remove(uri: string): Promise<void> {
    const storage = new shaka.offline.Storage();
    try {
      await storage.remove(uri);
    } finally {
      await storage.destroy();
    }
  },

  clear: () => shaka.offline.Storage.deleteAll(),
};
