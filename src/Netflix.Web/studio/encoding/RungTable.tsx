import type { Job, Rendition } from '../../api/encoding';
import { languageName } from '../../api/languages';
import { bytes, channelName, rate } from '../../ui/format';
import { ProgressBar } from '../../ui/ProgressBar';
import studioCss from '../Studio.module.css';
import css from './Encoding.module.css';
import { rungName } from './scales';

/** What the job makes: every rung with its size and rate, live; then sounds and texts. */
export function RungTable({ job }: { job: Job }) {
  const sizes = new Map((job.qualityReport?.rungs ?? []).map((rung) => [rung.name, rung.bytes]));
  return (
    <section className={studioCss.panel} aria-label="Outputs">
      <h2>Outputs</h2>
      <div className={css.scroll} tabIndex={0} role="region" aria-label="Rungs">
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Rung</th><th scope="col">Picture</th><th scope="col">Codec</th><th scope="col">Rate and its cap</th>
              <th scope="col"><abbr title="Likeness to the source: 1 is the same">SSIM</abbr></th><th scope="col">Size</th>
            </tr>
          </thead>
          <tbody>
            {job.renditions.map((one) => (
              <tr key={one.name ?? one.quality} data-rung={one.quality}>
                <th scope="row">{one.name ? rungName({ rung: one.name, lines: one.height }) : one.quality}</th>
                <td>{one.width} × {one.height}</td>
                <td>{one.codec ?? '–'}</td>
                <td><Rate of={one} /></td>
                <td>{one.ssim ? one.ssim.toFixed(4) : '–'}</td>
                <td>{sizes.has(one.name ?? '') ? bytes(sizes.get(one.name!)!) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl className={css.tracks}>
        {(job.audioTracks?.length ?? 0) > 0 && (
          <>
            <dt>Sound</dt>
            <dd>{job.audioTracks!.map((track) => [track.label || languageName(track.language), channelName(track.channels), named(track.kind)].filter(Boolean).join(', ')).join(' · ')}</dd>
          </>
        )}
        {(job.subtitleTracks?.length ?? 0) > 0 && (
          <>
            <dt>Subtitles</dt>
            <dd>{job.subtitleTracks!.map((track) => [track.label || languageName(track.language), named(track.kind)].filter(Boolean).join(', ')).join(' · ')}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

const Rate = ({ of: { bitrate, maxBitrate } }: { of: Rendition }) => (
  <span className={css.rate}>
    <span>{bitrate ? rate(bitrate) : '–'}{maxBitrate ? <small> of {rate(maxBitrate)}</small> : null}</span>
    {bitrate && maxBitrate ? <ProgressBar inline percent={(bitrate / maxBitrate) * 100} /> : null}
  </span>
);

const named = (kind: string | null | undefined) => (kind && kind !== 'main' && kind !== 'subtitles' ? kind : null);
