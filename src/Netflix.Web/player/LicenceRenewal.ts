import { toApiError } from '../api/problem';

const every = 10 * 60_000;

/**
 * Asks for the keys again while the film plays: the browser keeps those it has, so whoever may not watch any more would
 * learn of it by nothing else. A network that is away ends nothing.
 */
export class LicenceRenewal {
  private readonly timer: ReturnType<typeof setInterval>;

  /**
   * @param keyIds Of the keys that play, in hexadecimal.
   * @param onRefused Told the service's reason; null where only the address is too old.
   */
  constructor(private readonly url: string, private readonly keyIds: () => string[], isPlaying: () => boolean, private readonly onRefused: (reason: string | null) => void) {
    this.timer = setInterval(() => void (isPlaying() && this.renew()), every);
  }

  close() {
    clearInterval(this.timer);
  }

  private async renew(): Promise<void> {
    const kids = this.keyIds().map(base64Url);
    if (kids.length === 0) return;
    const response = await fetch(this.url, { method: 'POST', body: JSON.stringify({ kids, type: 'temporary' }) }).catch(() => null);
    if (response && [403, 404, 410].includes(response.status)) this.onRefused((await toApiError(response)).reason ?? null);
  }
}

const base64Url = (hex: string) =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
