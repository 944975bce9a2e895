import { Link } from 'react-router';
import type { Finding, FindingLevel, Job, QualityReport } from '../../api/encoding';
import { channelName, timecode } from '../../ui/format';
import { Icon, type IconName } from '../../ui/Icon';
import studioCss from '../Studio.module.css';
import css from './Encoding.module.css';
import { rungName } from './scales';

const verdicts: Record<QualityReport['verdict'], [word: string, icon: IconName]> = {
  pass: ['Passed', 'check'], warnings: ['Passed with warnings', 'flag'], fail: ['Failed', 'close'],
};
const levels: [FindingLevel, string][] = [['error', 'Errors'], ['warning', 'Warnings'], ['note', 'Notes']];

/** What quality control saw before the film was let out, and what it decided. */
export function QualityPanel({ job, report }: { job: Job; report: QualityReport }) {
  const [word, icon] = verdicts[report.verdict];
  return (
    <section className={studioCss.panel} aria-label="Quality report">
      <div className={css.verdictLine}>
        <h2>Quality report</h2>
        <span className={css.verdict} data-verdict={report.verdict}><Icon name={icon} size="1.2em" />{word}</span>
      </div>
      <p className={studioCss.muted}>
        {report.frames.toLocaleString('en')} frames of {timecode(report.durationSeconds)} compared with the source,
        in {report.chunks === 1 ? 'one chunk' : `${report.chunks} chunks`}; a keyframe every {Number(report.keyframeSeconds.toFixed(2))} s at most.
      </p>
      {report.findings.length === 0 && <p className={studioCss.ready}>No fault was found.</p>}
      {levels.map(([level, name]) => {
        const found = report.findings.filter((one) => one.level === level);
        return found.length > 0 && (
          <div key={level} className={css.findings} data-level={level}>
            <h3>{name} <small>{found.length}</small></h3>
            <ul>
              {found.map((one, index) => <Found key={index} finding={one} job={job} />)}
            </ul>
          </div>
        );
      })}
      {(report.rungs.length > 0 || report.audio.length > 0) && (
        <div className={css.measures}>
          {report.rungs.length > 0 && (
            <div className={css.scroll} tabIndex={0} role="region" aria-label="Likeness of the rungs">
              <table className={css.table}>
                <thead><tr><th scope="col">Rung</th><th scope="col">SSIM</th><th scope="col">Worst chunk</th></tr></thead>
                <tbody>
                  {report.rungs.map((rung) => (
                    <tr key={rung.name}><th scope="row">{nameOf(rung.name, job)}</th><td>{rung.ssim?.toFixed(4) ?? '–'}</td><td>{rung.worstSsim?.toFixed(4) ?? '–'}</td></tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {report.audio.length > 0 && (
            <div className={css.scroll} tabIndex={0} role="region" aria-label="Sound as measured">
              <table className={css.table}>
                <thead><tr><th scope="col">Sound</th><th scope="col">Loudness</th><th scope="col">Peak</th><th scope="col">Offset</th></tr></thead>
                <tbody>
                  {report.audio.map((one) => (
                    <tr key={one.name}>
                      <th scope="row">{nameOf(one.name, job)}</th>
                      <td>{one.loudness == null ? 'silent' : `${one.loudness.toFixed(1)} LUFS`}</td>
                      <td>{one.peakDb == null ? '–' : `${one.peakDb.toFixed(1)} dBTP`}</td>
                      <td>{one.offsetSeconds == null ? '–' : `${Math.round(one.offsetSeconds * 1000)} ms`}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

/** A rung or a sound as people call it; the report has the names of their files. */
function nameOf(name: string, job: Job): string {
  const sound = job.audioTracks?.find((track) => track.name === name);
  return sound ? `${sound.label}, ${channelName(sound.channels)}` : rungName({ rung: name, lines: 0 });
}

function Found({ finding, job }: { finding: Finding; job: Job }) {
  const { start, end } = finding;
  return (
    <li>
      <span className={css.check}>{finding.check}{finding.rendition ? ` · ${nameOf(finding.rendition, job)}` : ''}</span>
      <span>{finding.message}</span>
      {start != null && (
        <span className={css.stretch}>
          {timecode(start)}{end != null && end > start ? ` to ${timecode(end)}` : ''}
          {job.status === 'completed' && (
            <Link className={studioCss.link} to={`/watch/${job.contentId}/${job.videoId}?t=${Math.max(0, start - 2).toFixed(1)}`} aria-label={`Watch from ${timecode(start)}`}>Watch</Link>
          )}
        </span>
      )}
    </li>
  );
}
