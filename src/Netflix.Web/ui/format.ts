const steps = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** 1234567 is "1.2 MB". */
export function bytes(count: number): string {
  const step = count < 1000 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${steps[step]}`;
}

/** Bits a second: 2400000 is "2.40 Mb/s", 480000 is "480 kb/s". */
export const rate = (bits: number): string => (bits >= 1e6 ? `${(bits / 1e6).toFixed(bits >= 1e7 ? 1 : 2)} Mb/s` : `${Math.round(bits / 1000)} kb/s`);

/** A length as people say it: "2 h 5 min", "3 min", "40 s". */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** To the tenth, or finer where it is: 62.5 is "1:02.5", 3600 is "1:00:00". */
export function timecode(seconds: number): string {
  const milli = Math.max(0, Math.round(seconds * 1000));
  const [h, m, s, rest] = [Math.floor(milli / 3_600_000), Math.floor(milli / 60_000) % 60, Math.floor(milli / 1000) % 60, milli % 1000];
  const two = (n: number) => String(n).padStart(2, '0');
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0').replace(/0+$/, '')}`;
  return (h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`) + fraction;
}

/** To the second that has begun: 83.9 is "1:23", 3723 is "1:02:03". */
export const clock = (seconds: number): string => timecode(Math.floor(seconds));

/** What `timecode` writes, or plain seconds; null is none of these. */
export function readTimecode(text: string): number | null {
  if (!/^\d+([.,]\d+)?$|^(\d+:)?\d{1,2}:\d{1,2}([.,]\d+)?$/.test(text.trim())) return null;
  return text.trim().replace(',', '.').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

const layouts: Record<number, string> = { 1: 'mono', 2: 'stereo', 6: '5.1', 8: '7.1' };

export const channelName = (channels: number): string => layouts[channels] ?? `${channels} channels`;
