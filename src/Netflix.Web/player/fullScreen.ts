import { useSyncExternalStore } from 'react';

export async function toggleFullScreen(frame: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else if (frame?.requestFullscreen) await frame.requestFullscreen().catch(() => undefined);
  // An iPhone only knows full screen for the video itself.
  else (frame?.querySelector('video') as { webkitEnterFullscreen?: () => void } | null | undefined)?.webkitEnterFullscreen?.();
}

export const useFullScreen = (): boolean => useSyncExternalStore(subscribe, () => document.fullscreenElement !== null);

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}
