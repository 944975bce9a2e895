import { playback, type Viewing } from '../api/playback';
import { currentProfile } from '../profiles/current';
import { createStore, type Store } from '../ui/store';
import { plainSubtitles, type SubtitleStyle } from './subtitles';

export type Skippable = 'intro' | 'recap' | 'credits' | 'preview';
export type SkipPolicy = 'auto' | 'ask' | 'ignore';

export interface ProfileSettings {
  skip: Record<Skippable, SkipPolicy>;
  subtitles: SubtitleStyle;
}

const initial: ProfileSettings = { skip: { intro: 'ask', recap: 'ask', credits: 'ask', preview: 'ask' }, subtitles: plainSubtitles };
const soon = 500;

interface Kept extends Store<ProfileSettings> {
  adopt: (settings: Viewing['settings']) => void;
}

const stores = new Map<string, Kept>();

/** How the profile that watches likes its player: kept by the server for every device, and here for when it is away. */
export function profileSettings(): Kept {
  const profileId = currentProfile.get()?.profileId ?? 'nobody';
  let store = stores.get(profileId);
  if (store === undefined) stores.set(profileId, (store = keep(profileId)));
  return store;
}

function keep(profileId: string): Kept {
  const key = `marquee.player.${profileId}`;
  const unsaved = `${key}.unsaved`;
  const store = createStore(merge(read(key)));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let adopting = false;
  const save = () => void playback.keepSettings(profileId, store.get()).then(() => localStorage.removeItem(unsaved), () => undefined);
  store.subscribe(() => {
    localStorage.setItem(key, JSON.stringify(store.get()));
    if (adopting) return;
    localStorage.setItem(unsaved, '1');
    clearTimeout(timer);
    timer = setTimeout(save, soon);
  });
  return {
    ...store,
    /** What the server has counts, but for a change it has not heard of. */
    adopt(settings) {
      if (localStorage.getItem(unsaved) !== null || (settings === null && localStorage.getItem(key) !== null)) save();
      else if (settings !== null) {
        adopting = true;
        store.set(merge(settings));
        adopting = false;
      }
    },
  };
}

/** What is not there is as at first. */
const merge = (known: Viewing['settings']): ProfileSettings => ({
  skip: { ...initial.skip, ...(known?.skip as Partial<ProfileSettings['skip']> | null) },
  subtitles: { ...initial.subtitles, ...Object.fromEntries(Object.entries(known?.subtitles ?? {}).filter(([, value]) => value !== null)) },
});

function read(key: string): Viewing['settings'] {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Viewing['settings'];
  } catch {
    return null;
  }
}
