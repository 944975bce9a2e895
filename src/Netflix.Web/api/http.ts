import { session } from '../auth/session';
import { currentProfile } from '../profiles/current';
import { OfflineError, toApiError } from './problem';

export interface Options {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** JSON; a file or a form as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Lives on after the page: the last progress of a film. */
  keepalive?: boolean;
  /** Sign-in and sign-up carry no token, and their 401 means what it says. */
  anonymous?: boolean;
}

const base = '/api/v1';

/** One call to the API: token and profile sent, a dead token refreshed once, problems thrown as ApiError. */
export async function call<T>(path: string, options: Options = {}): Promise<T> {
  const response = await send(path, options);
  if (!response.ok) {
    const error = await toApiError(response);
    // Somebody gave the profile a PIN meanwhile: who is watching must be asked again.
    if (error.reason === 'profileLocked') currentProfile.set(null);
    throw error;
  }
  if (response.status === 204 || response.headers.get('Content-Length') === '0') return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** The bare answer, for streams; the caller looks at its status. */
export async function send(path: string, options: Options = {}): Promise<Response> {
  if (options.anonymous) return attempt(path, options, null);
  const token = await session.accessToken();
  const response = await attempt(path, options, token);
  if (response.status !== 401 || token === null) return response;
  const fresh = await session.refresh(token);
  return fresh === null ? response : attempt(path, options, fresh);
}

async function attempt(path: string, options: Options, token: string | null): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', ...options.headers });
  // Of a form the browser writes it, with the boundary.
  if (options.body !== undefined && !headers.has('Content-Type') && !(options.body instanceof FormData)) headers.set('Content-Type', 'application/json');
  if (token !== null) headers.set('Authorization', `Bearer ${token}`);
  const profile = currentProfile.get();
  if (profile !== null && !options.anonymous) headers.set('Profile-Id', profile.profileId);
  try {
    return await fetch(base + path, {
      method: options.method ?? 'GET',
      headers,
      body: options.body === undefined ? null : options.body instanceof Blob || options.body instanceof FormData ? options.body : JSON.stringify(options.body),
      signal: options.signal ?? null,
      keepalive: options.keepalive ?? false,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new OfflineError();
  }
}

/** A query string of what is set. */
export function query(values: Record<string, string | number | boolean | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return set.length === 0 ? '' : '?' + new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
}
