import type { KeptFilm } from './keptFilm';

const [name, films, seals] = ['marquee.downloads', 'films', 'seals'];

/** What is known of kept films; the films themselves are in Shaka's own database. */
export const filmDatabase = {
  films: () => transact<KeptFilm[]>(films, 'readonly', (store) => store.getAll()),
  put: (film: KeptFilm) => transact<unknown>(films, 'readwrite', (store) => store.put(film)),
  remove: (downloadId: string) => transact<unknown>(films, 'readwrite', (store) => store.delete(downloadId)),
  seal: () => transact<CryptoKey | undefined>(seals, 'readonly', (store) => store.get('key')),
  putSeal: (key: CryptoKey) => transact<unknown>(seals, 'readwrite', (store) => store.put(key, 'key')),
};

async function transact<T>(shelf: string, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const database = await settle<IDBDatabase>(openDatabase());
  try {
    return await settle<T>(act(database.transaction(shelf, mode).objectStore(shelf)));
  } finally {
    database.close();
  }
}

function openDatabase(): IDBOpenDBRequest {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(films, { keyPath: 'downloadId' });
    request.result.createObjectStore(seals);
  };
  return request;
}

const settle = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
