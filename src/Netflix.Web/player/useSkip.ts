import { useEffect, useRef } from 'react';
import { currentProfile } from '../profiles/current';
import { useStore } from '../ui/store';
import { skipAt, type Skip } from './markers';
import type { Marker } from '../api/playback';
import type { PlayerEngine } from './PlayerEngine';
import type { PlayerState } from './playerState';
import { profileSettings, type SkipPolicy } from './profileSettings';

/**
 * What can be skipped here, and how the profile wants it. What is skipped by itself is skipped once in a session, and
 * never where the viewer jumped to.
 */
export function useSkip(engine: PlayerEngine, state: PlayerState, markers: Marker[], onNext: (() => void) | null): { skip: Skip; policy: SkipPolicy } | null {
  const settings = useStore(profileSettings());
  const skip = skipAt(markers, state.position, state.duration, onNext !== null);
  const policy = skip === null ? 'ignore' : policyOf(skip, settings.skip[skip.kind]);
  const done = useRef(new Set<string>());
  const seeks = useRef(0);

  useEffect(() => {
    const jumped = state.seeks !== seeks.current;
    seeks.current = state.seeks;
    if (skip === null || state.status !== 'ready') return;
    if (jumped) done.current.add(skip.id);
    if (policy !== 'auto' || done.current.has(skip.id)) return;
    done.current.add(skip.id);
    if (skip.toNext) onNext?.();
    else engine.seek(skip.to, false);
  }, [engine, skip?.id, policy, state.seeks, state.status]);

  return skip === null ? null : { skip, policy };
}

/** Who wants no episode to begin by itself is asked, whatever else is set. */
const policyOf = (skip: Skip, wanted: SkipPolicy): SkipPolicy =>
  wanted === 'auto' && skip.toNext && currentProfile.get()?.autoplayNext === false ? 'ask' : wanted;
