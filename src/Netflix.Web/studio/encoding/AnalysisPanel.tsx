import type { Analysis, RatePoint } from '../../api/encoding';
import { rate } from '../../ui/format';
import studioCss from '../Studio.module.css';
import css from './Encoding.module.css';
import { LadderChart } from './LadderChart';
import { decibels, rungName } from './scales';

/** How hard the film is to encode, and the ladder that was made for it: as a picture and as numbers. */
export function AnalysisPanel({ analysis }: { analysis: Analysis }) {
  return (
    <section className={studioCss.panel} aria-label="Ladder">
      <div className={css.verdictLine}>
        <h2>Ladder made for this film</h2>
        <span className={studioCss.muted}>Complexity {analysis.complexity.toFixed(2)}, {toughness(analysis.complexity)}</span>
      </div>
      <p className={studioCss.muted}>
        {analysis.probes.length} probes of {Math.round(analysis.sampleSeconds)} s of the film. The hull is the best picture each rate can give, of all sizes; the rungs stand on it at even steps.
      </p>
      <LadderChart analysis={analysis} />
      <details className={css.numbers}>
        <summary>The chart in numbers</summary>
        <div className={css.sideBySide}>
          <Points name="Chosen rungs" points={analysis.ladder} />
          <Points name="Fixed ladder" points={analysis.fixed} />
          <Points name="Hull" points={analysis.hull} />
          <Points name="Probes" points={analysis.probes} />
        </div>
      </details>
    </section>
  );
}

const Points = ({ name, points }: { name: string; points: RatePoint[] }) =>
  points.length > 0 && (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={name}>
      <table className={css.table}>
        <caption>{name}</caption>
        <thead><tr><th scope="col">Size</th><th scope="col">CRF</th><th scope="col">Rate</th><th scope="col">SSIM</th></tr></thead>
        <tbody>
          {[...points].sort((a, b) => b.lines - a.lines || b.bitrateKbps - a.bitrateKbps).map((point, index) => (
            <tr key={index}>
              <th scope="row">{point.rung ? rungName(point) : `${point.lines}p`}</th>
              <td>{Number(point.crf.toFixed(1))}</td>
              <td>{rate(point.bitrateKbps * 1000)}</td>
              <td>{point.ssim.toFixed(4)} <small>{decibels(point.ssim).toFixed(1)} dB</small></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

/** 1 is the usual film at its usual rate. */
const toughness = (complexity: number) => (complexity < 0.5 ? 'easy to encode' : complexity < 1.5 ? 'as most films' : 'hard to encode');
