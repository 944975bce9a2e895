// What films are made in most; the browser knows their names.
const common = 'en es fr de it pt nl sv da no fi is pl cs sk hu ro bg el ru uk sr hr sl et lv lt tr ar he fa hi bn ta te ml ur zh ja ko th vi id ms tl';

export function languageName(tag: string): string {
  if (tag === 'und') return 'Unknown language';
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Languages to choose from, by name; the one chosen is among them whatever it is. */
export function languages(chosen?: string | null): { tag: string; name: string }[] {
  return [...new Set([...(chosen ? [chosen] : []), ...common.split(' ')])]
    .map((tag) => ({ tag, name: languageName(tag) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
