import { currentProfile } from '../profiles/current';
import type { PlayerEngine } from './PlayerEngine';
import type { WantedTracks } from './tracks';

/** Titles whose choice is kept; the oldest go first. */
const most = 200;

interface Kept {
  /** In any title: the languages taken last. */
  last: WantedTracks;
  titles: [contentId: string, wanted: WantedTracks][];
}

/** Sound and subtitles are what the profile took in this title before, or else last; a choice by hand is kept. */
export function rememberTracks(engine: PlayerEngine, contentId: string): () => void {
  const key = `marquee.tracks.${currentProfile.get()?.profileId ?? 'nobody'}`;
  const kept = read(key);
  engine.wanted.set({ ...kept.last, ...kept.titles.find(([id]) => id === contentId)?.[1] });
  return engine.wanted.subscribe(() => {
    const wanted = engine.wanted.get();
    // Another tab may have kept something meanwhile.
    const titles = read(key).titles.filter(([id]) => id !== contentId);
    localStorage.setItem(key, JSON.stringify({ last: wanted, titles: [...titles, [contentId, wanted]].slice(-most) }));
  });
}

function read(key: string): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>;
    return { last: kept.last ?? {}, titles: kept.titles ?? [] };
  } catch {
    return { last: {}, titles: [] };
  }
}
