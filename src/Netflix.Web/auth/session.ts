import { OfflineError } from '../api/problem';
import { createStore } from '../ui/store';

export interface TokenAnswer {
  userId: string;
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

interface Tokens {
  userId: string;
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

const key = 'marquee.session';

// A token this close to its end may be dead on arrival.
const margin = 20_000;

const store = createStore<Tokens | null>(read());

// Another tab signed in or out, or refreshed.
window.addEventListener('storage', (event) => {
  if (event.key === key || event.key === null) store.set(read());
});

/** Who is signed in: tokens kept over reloads and shared by all tabs. */
export const session = {
  tokens: store,

  start(answer: TokenAnswer) {
    write({ ...answer, expiresAt: Date.now() + answer.expiresIn * 1000 });
  },

  end() {
    write(null);
  },

  async accessToken(): Promise<string | null> {
    const tokens = store.get();
    if (tokens === null) return null;
    return tokens.expiresAt - margin > Date.now() ? tokens.accessToken : this.refresh(tokens.accessToken);
  },

  /**
   * A new access token in place of the stale one; null when the session is over. A refresh token works once, and using
   * an old one ends the device's session, so only one tab refreshes at a time, and the others take what it stored.
   */
  refresh(stale: string): Promise<string | null> {
    return exclusively(async () => {
      const tokens = read();
      store.set(tokens);
      if (tokens === null) return null;
      if (tokens.accessToken !== stale) return tokens.accessToken;
      const response = await fetch('/api/v1/auth/refresh', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ refreshToken: tokens.refreshToken }),
      }).catch(() => {
        throw new OfflineError();
      });
      if (response.ok) {
        session.start({ userId: tokens.userId, ...((await response.json()) as Partial<TokenAnswer>) } as TokenAnswer);
        return store.get()?.accessToken ?? null;
      }
      // Only a plain refusal ends the session; a busy or restarting server does not.
      if (response.status === 400 || response.status === 401 || response.status === 403) {
        session.end();
        return null;
      }
      throw new OfflineError();
    });
  },
};

// Locks exist on secure origins only; on plain http one tab still never races with itself.
let tail: Promise<unknown> = Promise.resolve();
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request('marquee.refresh', work) as Promise<T>;
  const next = tail.then(work, work);
  tail = next.catch(() => undefined);
  return next;
}

function read(): Tokens | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Tokens | null;
  } catch {
    return null;
  }
}

function write(tokens: Tokens | null) {
  if (tokens === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(tokens));
  store.set(tokens);
}
