import { useCallback, useEffect, useState } from 'react';
import { attention } from './attention';
import type { PlayerEngine } from './PlayerEngine';
import type { PlayerState } from './playerState';

interface Episodes {
  /** The viewer is asked whether somebody is there. */
  asking: boolean;
  /** Plays the next by itself, or asks first. */
  autoplay: () => void;
  goOn: () => void;
}

/** What plays with nobody's doing, and when that ends: after some episodes, or hours, without a hand on anything. */
export function useEpisodes(engine: PlayerEngine, state: PlayerState, playNext: (() => void) | null): Episodes {
  const [asked, setAsked] = useState<'here' | 'next' | null>(null);

  const ask = useCallback((about: 'here' | 'next') => {
    engine.pause();
    setAsked(about);
  }, [engine]);

  const second = Math.floor(state.position);
  useEffect(() => {
    if (!state.paused && attention.isSilent()) ask('here');
  }, [second, state.paused, ask]);

  return {
    asking: asked !== null,
    autoplay() {
      if (attention.mayBeAway() || attention.isSilent()) {
        ask('next');
        return;
      }
      attention.autoplayed();
      playNext?.();
    },
    goOn() {
      attention.seen();
      setAsked(null);
      if (asked === 'next') playNext?.();
      else engine.play();
    },
  };
}
