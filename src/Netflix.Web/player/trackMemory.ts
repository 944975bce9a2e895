import { playback, type ChosenTracks, type Viewing } from '../api/playback';
import { currentProfile } from '../profiles/current';
import type { PlayerEngine } from './PlayerEngine';
import type { WantedTracks } from './tracks';

/** Titles whose choice is kept here; the oldest go first. */
const most = 200;

interface Kept {
  /** In any title: the languages taken last. */
  last: WantedTracks;
  titles: [contentId: string, wanted: WantedTracks][];
  /** Titles whose choice the server has not heard of. */
  unsaved: string[];
}

/**
 * Sound and subtitles are what the profile took in this title before, or else last, on whatever device; a choice by hand is
 * kept by the server, and here for when it is away.
 */
export function rememberTracks(engine: PlayerEngine, contentId: string, viewing?: Viewing): () => void {
  const profileId = currentProfile.get()?.profileId ?? 'nobody';
  const key = `marquee.tracks.${profileId}`;
  const kept = read(key);
  const here = kept.titles.find(([id]) => id === contentId)?.[1];
  const isNewer = kept.unsaved.includes(contentId);
  const isKnown = viewing && (viewing.tracks ?? viewing.lastTracks) !== null;
  engine.wanted.set(isKnown && !isNewer ? { ...kept.last, ...wantedOf(viewing.lastTracks), ...wantedOf(viewing.tracks) } : { ...kept.last, ...here });
  if (viewing && isNewer) void save(profileId, key, contentId, engine.wanted.get());
  return engine.wanted.subscribe(() => {
    const wanted = engine.wanted.get();
    // Another tab may have kept something meanwhile.
    const now = read(key);
    const titles = now.titles.filter(([id]) => id !== contentId);
    write(key, { last: wanted, titles: [...titles, [contentId, wanted] as [string, WantedTracks]].slice(-most), unsaved: [...new Set([...now.unsaved, contentId])].slice(-most) });
    void save(profileId, key, contentId, wanted);
  });
}

async function save(profileId: string, key: string, contentId: string, wanted: WantedTracks): Promise<void> {
  try {
    await playback.keepTracks(profileId, contentId, {
      audio: wanted.audio ?? null, text: wanted.text ?? null, subtitlesOff: wanted.text === null ? true : null, secondText: wanted.secondText ?? null,
    });
  } catch {
    return; // told the next time this title is opened
  }
  const kept = read(key);
  write(key, { ...kept, unsaved: kept.unsaved.filter((id) => id !== contentId) });
}

/** What is null there was never chosen, but for subtitles that are off. */
function wantedOf(chosen: ChosenTracks | null): WantedTracks {
  const wanted: WantedTracks = {};
  if (chosen?.audio) wanted.audio = chosen.audio;
  if (chosen?.text) wanted.text = chosen.text;
  else if (chosen?.subtitlesOff) wanted.text = null;
  if (chosen) wanted.secondText = chosen.secondText ?? null;
  return wanted;
}

const write = (key: string, kept: Kept) => localStorage.setItem(key, JSON.stringify(kept));

function read(key: string): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>;
    return { last: kept.last ?? {}, titles: kept.titles ?? [], unsaved: kept.unsaved ?? [] };
  } catch {
    return { last: {}, titles: [], unsaved: [] };
  }
}
