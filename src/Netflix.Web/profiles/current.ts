import type { Profile } from '../api/accounts';
import { createStore } from '../ui/store';

const key = 'marquee.profile';

// A tab keeps its own profile; a new tab starts with the one last chosen.
const store = createStore<Profile | null>(read());

export const currentProfile = {
  ...store,
  set(profile: Profile | null) {
    for (const storage of [sessionStorage, localStorage]) {
      if (profile === null) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(profile));
    }
    store.set(profile);
  },
};

function read(): Profile | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? 'null') as Profile | null;
  } catch {
    return null;
  }
}
