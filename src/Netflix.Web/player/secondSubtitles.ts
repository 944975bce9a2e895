import { createStore } from '../ui/store';

const timing = /^(\S+)\s+-->\s+(\S+)/;

interface Cue {
  start: number;
  end: number;
  text: string;
}

/**
 * Subtitles of a second language. Players show one track, so the other is fetched whole and read here; the browser tells when
 * its words come, by a track that it does not draw. Late or early with the first, as that moves all tracks of the element.
 */
export class SecondSubtitles {
  /** What is to be read now. */
  readonly words = createStore('');
  private readonly track: TextTrack;
  private loading: AbortController | null = null;

  constructor(video: HTMLVideoElement) {
    this.track = video.addTextTrack('metadata', 'second');
    this.track.mode = 'disabled';
    this.track.addEventListener('cuechange', () => this.words.set([...(this.track.activeCues ?? [])].map((cue) => (cue as VTTCue).text).join('\n')));
  }

  /** @param delay Seconds later than written. Null shows none. */
  async show(url: string | null, delay: number): Promise<void> {
    this.loading?.abort();
    this.words.set('');
    this.track.mode = 'hidden';
    for (const cue of [...(this.track.cues ?? [])]) this.track.removeCue(cue);
    this.track.mode = url === null ? 'disabled' : 'hidden';
    if (url === null) return;
    const { signal } = (this.loading = new AbortController());
    try {
      const response = await fetch(url, { signal });
      if (!response.ok || signal.aborted) return;
      for (const { start, end, text } of parseCues(await response.text())) if (!signal.aborted) this.track.addCue(new VTTCue(start + delay, end + delay, text));
    } catch {
      // The film goes on without them.
    }
  }
}

/** Times and words of a WebVTT; how they look and where is ours to say. */
export function parseCues(vtt: string): Cue[] {
  return vtt.replaceAll('\r', '').split('\n\n').flatMap((block) => {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => timing.test(line));
    if (at < 0) return [];
    const [, start, end] = timing.exec(lines[at]!)!;
    const text = lines.slice(at + 1).join('\n').replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&nbsp;', ' ').replaceAll('&amp;', '&').trim();
    return text === '' ? [] : [{ start: secondsOf(start!), end: secondsOf(end!), text }];
  });
}

const secondsOf = (time: string) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
