import { downloads, type DownloadGrant } from '../api/downloads';
import { deviceType } from '../api/playback';
import { isStatus, OfflineError } from '../api/problem';
import { session } from '../auth/session';
import { currentProfile } from '../profiles/current';
import { createStore } from '../ui/store';
import { filmDatabase } from './filmDatabase';
import { keepApp } from './keepApp';
import { endOf, episodeOf, type KeptFilm } from './keptFilm';
import { hexKeys, seal } from './seal';

/** That this browser keeps films, for who has not loaded any of this. */
const flag = 'marquee.keeps';
const settled = 1000;

const films = createStore<KeptFilm[]>([]);
/** Share of each film that is being fetched by this tab. */
const fetching = createStore<Record<string, number>>({});
let opened: Promise<void> | null = null;

/** Films kept in this browser: taken, renewed, played, removed, and held against what the server says of them. */
export const shelf = {
  films,
  fetching,

  isPossible: () => window.isSecureContext && 'indexedDB' in window && 'locks' in navigator,

  /** Reads what is here once, then asks the server what of it still stands. */
  open(): Promise<void> {
    opened ??= read().then(() => void sync().catch(() => undefined));
    return opened;
  },

  async take(videoId: string, quality: string): Promise<void> {
    await shelf.open();
    const grant = await downloads.take(videoId, quality, deviceType());
    localStorage.setItem(flag, '1');
    try {
      await requireRoom(grant.bytes);
    } catch (error) {
      await downloads.remove(grant.downloadId).catch(() => undefined);
      throw error;
    }
    // Another quality of the same video takes the place of the one before.
    for (const before of films.get().filter((film) => film.videoId === videoId && film.profileId === profileId())) await drop(before);
    const film: KeptFilm = {
      downloadId: grant.downloadId, userId: session.tokens.get()!.userId, profileId: profileId(), videoId, contentId: grant.contentId, title: grant.title,
      episode: episodeOf(grant), quality: grant.quality, durationSeconds: grant.durationSeconds, markers: grant.markers, picture: await pictureOf(grant),
      uri: null, bytes: grant.bytes, takenAt: Date.now(), licence: await licenceOf(grant), firstPlayedAt: null, position: 0, untold: null, refusal: null, seenAt: Date.now(),
    };
    await put(film);
    await fetchFilm(film, grant);
  },

  /** A licence anew; and the film anew where not all of it came. */
  async renew(film: KeptFilm): Promise<void> {
    const grant = await downloads.renew(film.downloadId);
    await change(film.downloadId, { licence: await licenceOf(grant), firstPlayedAt: null, refusal: null, seenAt: Date.now() });
    if (film.uri === null) await fetchFilm(film, grant);
  },

  async remove(film: KeptFilm): Promise<void> {
    try {
      await downloads.remove(film.downloadId);
    } catch (error) {
      // Without a network it is gone here, and the server hears of it the next time.
      if (error instanceof OfflineError) forgotten.add(film.downloadId);
      else if (!isStatus(error, 404)) throw error;
    }
    await drop(film);
  },

  /** Where it stands; the first play begins the time that is left. */
  async played(downloadId: string, position: number): Promise<void> {
    const film = films.get().find((one) => one.downloadId === downloadId);
    if (film) await change(downloadId, { position, untold: Date.now(), firstPlayedAt: film.firstPlayedAt ?? Date.now(), seenAt: Math.max(film.seenAt, Date.now()) });
  },

  /** Holds what is here against the server: what is not the viewer's any more goes. */
  sync,

  /** The account is gone from this browser, and all it kept with it. */
  async clear(): Promise<void> {
    if (localStorage.getItem(flag) === null) return;
    await read();
    for (const film of films.get()) await filmDatabase.remove(film.downloadId);
    films.set([]);
    await (await import('./storedMedia')).storedMedia.clear();
    localStorage.removeItem(flag);
  },
};

const profileId = () => currentProfile.get()?.profileId ?? '';

/** Ids removed while there was no network. */
const forgotten = {
  key: 'marquee.downloads.removed',
  all: () => JSON.parse(localStorage.getItem(forgotten.key) ?? '[]') as string[],
  add: (id: string) => localStorage.setItem(forgotten.key, JSON.stringify([...forgotten.all(), id])),
};

async function read(): Promise<void> {
  films.set((await filmDatabase.films()).sort((one, other) => other.takenAt - one.takenAt));
}

async function sync(): Promise<void> {
  if (localStorage.getItem(flag) === null || session.tokens.get() === null) return;
  const asked = Date.now();
  for (const id of forgotten.all()) await downloads.remove(id).catch((error: unknown) => error instanceof OfflineError && Promise.reject(error));
  localStorage.removeItem(forgotten.key);
  const own = films.get().filter((film) => film.profileId === profileId());
  for (const { downloadId, untold, position } of own) {
    if (untold === null) continue;
    await downloads.played(downloadId, untold, position).catch((error: unknown) => !isStatus(error, 404) && Promise.reject(error));
    await change(downloadId, { untold: null });
  }
  const known = new Map((await downloads.list()).map((item) => [item.downloadId, item]));
  for (const film of own) {
    const item = known.get(film.downloadId);
    if (item) {
      await change(film.downloadId, {
        licence: { ...film.licence, expiresAt: Date.parse(item.expiresAt) }, refusal: item.status === 'refused' ? (item.reason ?? 'refused') : null, seenAt: asked,
      });
    } else if (film.takenAt < asked - settled) await drop(film);
  }
}

async function fetchFilm(film: KeptFilm, grant: DownloadGrant): Promise<void> {
  const show = (share: number) => fetching.set({ ...fetching.get(), [film.downloadId]: share });
  show(0);
  try {
    const { storedMedia } = await import('./storedMedia');
    // One tab fetches; the page that plays without a network is kept meanwhile.
    const [media] = await navigator.locks.request(`marquee.fetch.${film.downloadId}`, () => Promise.all([storedMedia.fetch(grant.manifestUrl, film.title, show), keepApp()]));
    if (films.get().some((one) => one.downloadId === film.downloadId)) await change(film.downloadId, media);
    else await storedMedia.remove(media.uri);
  } finally {
    const { [film.downloadId]: _, ...others } = fetching.get();
    fetching.set(others);
  }
}

async function drop(film: KeptFilm): Promise<void> {
  films.set(films.get().filter((one) => one.downloadId !== film.downloadId));
  await filmDatabase.remove(film.downloadId);
  if (film.uri !== null) await (await import('./storedMedia')).storedMedia.remove(film.uri).catch(() => undefined);
}

async function put(film: KeptFilm): Promise<void> {
  films.set([film, ...films.get().filter((one) => one.downloadId !== film.downloadId)]);
  await filmDatabase.put(film);
}

async function change(downloadId: string, part: Partial<KeptFilm>): Promise<void> {
  films.set(films.get().map((film) => (film.downloadId === downloadId ? { ...film, ...part } : film)));
  const changed = films.get().find((film) => film.downloadId === downloadId);
  if (changed) await filmDatabase.put(changed);
}

async function licenceOf({ license }: DownloadGrant) {
  return { keys: license.keys.length > 0 ? await seal(hexKeys(license.keys)) : null, expiresAt: Date.parse(license.expiresAt), playSeconds: license.playSeconds };
}

/** Some room must be left: a browser that is full throws all of a site's data away. */
async function requireRoom(bytes: number): Promise<void> {
  await navigator.storage.persist().catch(() => false);
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  if (quota - usage < bytes * 1.1) throw new Error('There is not enough room on this device. Remove a download, or take a lower quality.');
}

/** Shown without a network too; a film without one is kept all the same. */
async function pictureOf({ thumbnailUrl }: DownloadGrant): Promise<Blob | null> {
  const response = thumbnailUrl ? await fetch(thumbnailUrl).catch(() => null) : null;
  return response?.ok ? response.blob() : null;
}

export { endOf };

window.addEventListener('online', () => void sync().catch(() => undefined));
