export interface Thumbnail {
  start: number;
  end: number;
  url: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const cue = /^(\S+)\s+-->\s+(\S+).*\n(\S+)/gm;

/** The trick-play pictures of a WebVTT of sprites; relative addresses are relative to the file. */
export async function loadThumbnails(url: string, signal: AbortSignal): Promise<Thumbnail[]> {
  const response = await fetch(url, { signal });
  return response.ok ? parseThumbnails(await response.text(), new URL(response.url || url, location.href).href) : [];
}

export function parseThumbnails(vtt: string, base: string): Thumbnail[] {
  return [...vtt.replaceAll('\r', '').matchAll(cue)].map(([, start, end, target]) => {
    const address = new URL(target!, base);
    const [x = 0, y = 0, width = 160, height = 90] = (/xywh=([\d,]+)/.exec(address.hash)?.[1] ?? '').split(',').filter(Boolean).map(Number);
    address.hash = '';
    return { start: secondsOf(start!), end: secondsOf(end!), url: address.href, x, y, width, height };
  });
}

export const thumbnailAt = (thumbnails: Thumbnail[], position: number): Thumbnail | undefined =>
  thumbnails.find((one) => position < one.end) ?? thumbnails.at(-1);

const secondsOf = (time: string) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
