import { useEffect, useRef, type RefObject } from 'react';
import { toggleFullScreen } from './fullScreen';
import type { PlayerEngine } from './PlayerEngine';

interface Wiring {
  /** A menu or a question is open, and has the keys to itself. */
  menuOpen: boolean;
  /** Escape: closes what is in front, or leaves. */
  close: () => void;
  next: (() => void) | null;
  toggleFigures: () => void;
  showKeys: () => void;
}

/** The keyboard of the whole player, wherever the focus is. */
export function useKeys(engine: PlayerEngine, frame: RefObject<HTMLElement | null>, wiring: Wiring) {
  // One listener for the player's life: one that is set anew while a key is on its way misses that key.
  const latest = useRef(wiring);
  latest.current = wiring;
  useEffect(() => {
    const gone = new AbortController();
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { key, target } = event;
      const { menuOpen, close } = latest.current;
      if (menuOpen) {
        if (key === 'Escape') close();
        return;
      }
      // Space presses the focused button, and an arrow moves the focused slider of the volume.
      if (key === ' ' && target instanceof HTMLButtonElement) return;
      if (key.startsWith('Arrow') && target instanceof HTMLInputElement) return;
      const command = commandOf(key, engine, () => void toggleFullScreen(frame.current), latest.current);
      if (command === null) return;
      event.preventDefault();
      command();
    }, { signal: gone.signal });
    return () => gone.abort();
  }, [engine, frame]);
}

function commandOf(key: string, engine: PlayerEngine, fullScreen: () => void, wiring: Wiring): (() => void) | null {
  const state = engine.state.get();
  if (/^[0-9]$/.test(key)) return () => engine.seek((state.duration * Number(key)) / 10);
  switch (key.toLowerCase()) {
    case ' ':
    case 'k':
      return () => engine.toggle();
    case 'j':
    case 'arrowleft':
      return () => engine.seekBy(-10);
    case 'l':
    case 'arrowright':
      return () => engine.seekBy(10);
    case 'arrowup':
      return () => engine.setVolume(state.volume + 0.1);
    case 'arrowdown':
      return () => engine.setVolume(state.volume - 0.1);
    case 'm':
      return () => engine.toggleMute();
    case 'f':
      return fullScreen;
    case 'n':
      return wiring.next;
    case 'i':
      return wiring.toggleFigures;
    case '?':
      return wiring.showKeys;
    case 'escape':
      // In full screen the browser itself takes Escape to leave it.
      return document.fullscreenElement ? null : wiring.close;
    default:
      return null;
  }
}
