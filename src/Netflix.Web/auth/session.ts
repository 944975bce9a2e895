import { OfflineError } from '../api/problem';
import { createStore } from '../ui/store';
import { tokenVault } from './tokenVault';

export interface TokenAnswer {
  userId: string;
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

export interface Tokens {
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
    change(tokensOf(answer));
  },

  end() {
    change(null);
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
      const vault = await tokenVault.read();
      const tokens = vault === undefined ? read() : vault;
      if (tokens === null || tokens.accessToken !== stale) {
        write(tokens);
        return tokens?.accessToken ?? null;
      }
      const response = await fetch('/api/v1/auth/refresh', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ refreshToken: tokens.refreshToken }),
      }).catch(() => {
        throw new OfflineError();
      });
      if (response.ok) {
        const fresh = tokensOf({ userId: tokens.userId, ...((await response.json()) as Omit<TokenAnswer, 'userId'>) });
        await tokenVault.write(fresh);
        write(fresh);
        return fresh.accessToken;
      }
      // Only a plain refusal ends the session; a busy or restarting server does not.
      if (response.status === 400 || response.status === 401 || response.status === 403) {
        await tokenVault.write(null);
        write(null);
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

const tokensOf = ({ userId, accessToken, refreshToken, expiresIn }: TokenAnswer): Tokens => ({ userId, accessToken, refreshToken, expiresAt: Date.now() + expiresIn * 1000 });

/** Signed in or out: shown here at once; a refresh, in whatever tab, waits until the vault knows. */
function change(tokens: Tokens | null) {
  write(tokens);
  void exclusively(() => tokenVault.write(tokens));
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
