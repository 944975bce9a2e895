import type { Source } from '../../api/encoding';
import { bytes, channelName, languageName, timecode } from '../../ui/format';
import studioCss from '../Studio.module.css';
import css from './Encoding.module.css';

/** What was uploaded, as it was found to be. */
export function SourceFacts({ source }: { source: Source }) {
  const track = (one: { codec: string; language: string; title?: string | null; kind: string; channels?: number }) =>
    [one.title ?? languageName(one.language), one.codec, one.channels ? channelName(one.channels) : null, one.kind !== 'main' && one.kind !== 'subtitles' ? one.kind : null].filter(Boolean).join(', ');
  const facts: [string, string][] = [
    ['File', `${source.container}, ${bytes(source.bytes)}`],
    ['Length', timecode(source.durationSeconds)],
    ['Picture', [source.codec, `${source.width} × ${source.height}`, source.interlaced ? 'interlaced' : null, source.hdr ? 'HDR, shown as SDR' : null].filter(Boolean).join(', ')],
    ['Frame rate', `${Number(source.frameRate.toFixed(3))} a second`],
    ['Sound', source.audio.map(track).join(' · ') || 'None'],
    ['Subtitles', source.subtitles.map(track).join(' · ') || 'None'],
    ['Chapters', source.chapters > 0 ? String(source.chapters) : 'None'],
  ];
  return (
    <section className={studioCss.panel} aria-label="Source">
      <h2>Source</h2>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
