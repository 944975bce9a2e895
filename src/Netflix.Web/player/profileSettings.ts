import { currentProfile } from '../profiles/current';
import { createStore, type Store } from '../ui/store';
import { plainSubtitles, type SubtitleStyle } from './subtitles';

export type Skippable = 'intro' | 'recap' | 'credits';
export type SkipPolicy = 'auto' | 'ask' | 'ignore';

export interface ProfileSettings {
  skip: Record<Skippable, SkipPolicy>;
  subtitles: SubtitleStyle;
}

const initial: ProfileSettings = { skip: { intro: 'ask', recap: 'ask', credits: 'ask' }, subtitles: plainSubtitles };

const stores = new Map<string, Store<ProfileSettings>>();

/** How the profile that watches likes its player; kept in this browser. */
export function profileSettings(): Store<ProfileSettings> {
  const key = `marquee.player.${currentProfile.get()?.profileId ?? 'nobody'}`;
  let store = stores.get(key);
  if (store === undefined) {
    store = createStore(read(key));
    store.subscribe(() => localStorage.setItem(key, JSON.stringify(store!.get())));
    stores.set(key, store);
  }
  return store;
}

function read(key: string): ProfileSettings {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<ProfileSettings>;
    return { skip: { ...initial.skip, ...kept.skip }, subtitles: { ...initial.subtitles, ...kept.subtitles } };
  } catch {
    return initial;
  }
}
