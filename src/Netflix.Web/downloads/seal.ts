import { filmDatabase } from './filmDatabase';

/** A licence's keys, readable in this browser alone. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const cipher = 'AES-GCM';

/**
 * Chromium keeps no licence of Clear Key, so we keep the keys: under a key that this browser made and gives to no script.
 * Copied elsewhere they are worth nothing; against scripts of this page itself it is no protection.
 */
export async function seal(keys: Record<string, string>): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: cipher, iv }, await ownKey(), new TextEncoder().encode(JSON.stringify(keys))) };
}

/** Key ids and keys in hexadecimal, as Shaka wants them. */
export async function unseal({ iv, data }: Sealed): Promise<Record<string, string>> {
  const opened = await crypto.subtle.decrypt({ name: cipher, iv }, await ownKey(), data);
  return JSON.parse(new TextDecoder().decode(opened)) as Record<string, string>;
}

async function ownKey(): Promise<CryptoKey> {
  const known = await filmDatabase.seal();
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: cipher, length: 256 }, false, ['encrypt', 'decrypt']);
  await filmDatabase.putSeal(made);
  return made;
}

/** The licence's keys, from base64url. */
export const hexKeys = (keys: { kid: string; k: string }[]): Record<string, string> => Object.fromEntries(keys.map(({ kid, k }) => [hex(kid), hex(k)]));

const hex = (text: string) =>
  [...atob(text.replaceAll('-', '+').replaceAll('_', '/'))].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
