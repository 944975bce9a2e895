const units: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3600], ['minute', 60]];

/** A time as people say it: "3 hours ago"; older than a month, its date. */
export function ago(time: string): string {
  const seconds = (Date.now() - Date.parse(time)) / 1000;
  if (seconds > 30 * 86_400) return `on ${new Date(time).toLocaleDateString('en', { dateStyle: 'medium' })}`;
  for (const [unit, length] of units) {
    if (seconds >= length) return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(seconds / length), unit);
  }
  return 'just now';
}
