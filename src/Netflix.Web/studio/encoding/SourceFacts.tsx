import type { Source } from '../../api/encoding';
import { languageName } from '../../api/languages';
import { bytes, channelName, timecode } from '../../ui/format';
import studioCss from '../Studio.module.css';
import css from './Encoding.module.css';

/** What was uploaded, as it was found to be; and what the asset made of it is called. */
export function SourceFacts({ source, assetId }: { source: Source; assetId?: string | null | undefined }) {
  const track = (one: { codec: string; language: string; title?: string | null; kind: string; channels?: number }) =>
    [one.title ?? languageName(one.language), codecName(one.codec), one.channels ? channelName(one.channels) : null, one.kind !== 'main' && one.kind !== 'subtitles' ? one.kind : null].filter(Boolean).join(', ');
  const facts: [string, string][] = [
    ['File', `${containerName(source.container)}, ${bytes(source.bytes)}`],
    ['Length', timecode(source.durationSeconds)],
    ['Picture', [codecName(source.codec), `${source.width} × ${source.height}`, source.interlaced ? 'interlaced' : null, source.hdr ? 'HDR, shown as SDR' : null].filter(Boolean).join(', ')],
    ['Frame rate', `${Number(source.frameRate.toFixed(3))} a second`],
    ['Sound', source.audio.map(track).join(' · ') || 'None'],
    ['Subtitles', source.subtitles.map(track).join(' · ') || 'None'],
    ['Chapters', source.chapters > 0 ? String(source.chapters) : 'None'],
    ...(assetId ? [['Asset id', assetId] as [string, string]] : []),
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

const containers: Record<string, string> = { mp4: 'MP4 or QuickTime', matroska: 'Matroska or WebM', mpegts: 'MPEG transport stream', mpeg: 'MPEG program stream', avi: 'AVI', mxf: 'MXF', ogg: 'Ogg', flv: 'FLV' };
const codecs: Record<string, string> = {
  h264: 'H.264', hevc: 'H.265', av1: 'AV1', vp9: 'VP9', vp8: 'VP8', mpeg2video: 'MPEG-2', mpeg4: 'MPEG-4', prores: 'ProRes', dnxhd: 'DNxHD', mjpeg: 'Motion JPEG',
  aac: 'AAC', ac3: 'Dolby Digital', eac3: 'Dolby Digital Plus', mp3: 'MP3', opus: 'Opus', flac: 'FLAC', dts: 'DTS', truehd: 'TrueHD', subrip: 'SubRip', ass: 'ASS', webvtt: 'WebVTT', mov_text: 'MP4 text',
};

/** ffprobe names all that a demuxer reads: "mov,mp4,m4a,...". */
const containerName = (format: string) => format.split(',').map((one) => containers[one]).find(Boolean) ?? format;
const codecName = (codec: string) => codecs[codec] ?? codec;
