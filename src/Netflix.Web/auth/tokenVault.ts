import type { Tokens } from './session';

const [name, shelf, key] = ['marquee', 'session', 'tokens'];

/**
 * The tokens where one tab's write is seen by the next as soon as it is done. localStorage is copied between tabs a
 * moment late: a tab that got the lock at once read the old refresh token, 1 time in 50, and its reuse ended the session.
 */
export const tokenVault = {
  /** Undefined where the browser keeps no database (some private windows). */
  read: (): Promise<Tokens | null | undefined> => transact<Tokens | null | undefined>('readonly', (store) => store.get(key)),
  write: (tokens: Tokens | null): Promise<unknown> => transact('readwrite', (store) => store.put(tokens, key)),
};

async function transact<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  try {
    const database = await settle<IDBDatabase>(openDatabase());
    try {
      return await settle<T>(act(database.transaction(shelf, mode).objectStore(shelf)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function openDatabase(): IDBOpenDBRequest {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(shelf);
  return request;
}

const settle = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
