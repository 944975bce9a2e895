import { useState, type PointerEvent } from 'react';
import type { Analysis, RatePoint } from '../../api/encoding';
import { rate } from '../../ui/format';
import { useWidth } from '../../ui/useWidth';
import { placeLabels } from './labels';
import css from './LadderChart.module.css';
import { decibels, decibelScale, rateScale, rungName } from './scales';

const [left, right, top, bottom] = [46, 16, 14, 46];
// From small sizes to large; all at least 3:1 against the panel.
const colours = ['#8ab4ff', '#6fd3d6', '#7fdb9c', '#c5dd6a', '#ff9d5c', '#ff7aa8', '#c79bff', '#e8e8f0'];
const reach = 24;

interface Spot {
  point: RatePoint;
  what: string;
}

/** Rate (by decades) against likeness (in decibels): what was tried, the hull of it, the chosen rungs, the fixed ladder. */
export function LadderChart({ analysis }: { analysis: Analysis }) {
  const [box, width] = useWidth<HTMLElement>(720);
  const [near, setNear] = useState<Spot | null>(null);
  const { probes, hull, ladder, fixed } = analysis;
  const all = [...probes, ...hull, ...ladder, ...fixed];
  if (all.length === 0) return null;

  const height = Math.round(Math.min(440, Math.max(280, width * 0.5)));
  const x = rateScale(all.map((one) => one.bitrateKbps), left, width - right);
  const y = decibelScale(all.map((one) => decibels(one.ssim)), height - bottom, top);
  const place = (one: RatePoint): [number, number] => [x.at(one.bitrateKbps), y.at(decibels(one.ssim))];
  const line = (points: RatePoint[]) => [...points].sort((a, b) => a.bitrateKbps - b.bitrateKbps).map((one, i) => `${i === 0 ? 'M' : 'L'}${place(one).map((n) => n.toFixed(1)).join(' ')}`).join('');
  const sizes = [...new Set(probes.map((one) => one.lines))].sort((a, b) => a - b);
  const colour = (lines: number) => colours[Math.max(0, sizes.indexOf(lines)) % colours.length]!;
  const names = placeLabels(ladder.map((one) => ({ at: place(one), text: rungName(one) })), { left, right: width - 2, top: 0, bottom: height - bottom });
  const spots: Spot[] = [
    ...ladder.map((point) => ({ point, what: `Rung ${rungName(point)}` })), ...fixed.map((point) => ({ point, what: `Fixed ladder, ${point.lines}p` })),
    ...probes.map((point) => ({ point, what: `Probe, ${point.lines}p` })),
  ];

  function look(event: PointerEvent<SVGSVGElement>) {
    const frame = event.currentTarget.getBoundingClientRect();
    const [px, py] = [event.clientX - frame.left, event.clientY - frame.top];
    const away = (spot: Spot) => Math.hypot(place(spot.point)[0] - px, place(spot.point)[1] - py);
    const nearest = spots.reduce((best, one) => (away(one) < away(best) ? one : best));
    setNear(away(nearest) <= reach ? nearest : null);
  }

  return (
    <figure ref={box} className={css.chart}>
      <ul className={css.key} aria-hidden="true">
        <li><svg width="26" height="12"><path d="M1 6h24" className={css.hull} /><circle cx="13" cy="6" r="5" className={css.rung} /></svg>Chosen rungs on the hull</li>
        <li><svg width="26" height="12"><path d="M1 6h24" className={css.fixedLine} /><path d="M13 1l5 5-5 5-5-5z" className={css.fixed} /></svg>Fixed ladder</li>
        {sizes.map((lines) => <li key={lines}><svg width="10" height="12"><circle cx="5" cy="6" r="4" fill={colour(lines)} /></svg>{lines}p</li>)}
      </ul>
      <svg
        width={width} height={height} role="img" data-testid="ladder-chart" onPointerMove={look} onPointerDown={look} onPointerLeave={() => setNear(null)}
        aria-label={`Rate against likeness to the source: ${probes.length} probes, ${ladder.length} chosen rungs from ${range(ladder)}, and the fixed ladder from ${range(fixed)}. The numbers are in the table below.`}
      >
        {y.ticks.map((value) => (
          <g key={value} className={css.grid}>
            <path d={`M${left} ${y.at(value)}H${width - right}`} />
            <text x={left - 8} y={y.at(value) + 4} textAnchor="end">{value}</text>
          </g>
        ))}
        {x.ticks.map((value) => (
          <g key={value} className={css.grid}>
            <path d={`M${x.at(value)} ${top}V${height - bottom}`} />
            <text x={x.at(value)} y={height - bottom + 18} textAnchor="middle">{value >= 1000 ? value / 1000 : `.${String(value / 1000).split('.')[1]}`}</text>
          </g>
        ))}
        <text className={css.axis} x={(left + width - right) / 2} y={height - 6} textAnchor="middle">Rate, Mb/s</text>
        <text className={css.axis} x={12} y={(top + height - bottom) / 2} textAnchor="middle" transform={`rotate(-90 12 ${(top + height - bottom) / 2})`}>Likeness (SSIM), dB</text>
        <path d={line(fixed)} className={css.fixedLine} />
        <path d={line(hull)} className={css.hull} />
        {probes.map((one, index) => <circle key={index} cx={place(one)[0]} cy={place(one)[1]} r="3.5" fill={colour(one.lines)} className={css.probe} />)}
        {fixed.map((one, index) => {
          const [px, py] = place(one);
          return <path key={index} d={`M${px} ${py - 5}l5 5-5 5-5-5z`} className={css.fixed} />;
        })}
        {ladder.map((one, index) => {
          const [px, py] = place(one);
          const name = names[index];
          return (
            <g key={index}>
              <circle cx={px} cy={py} r="6.5" className={css.rung} />
              {name && <text x={name.x} y={name.y} textAnchor={name.anchor} className={css.name}>{name.text}</text>}
            </g>
          );
        })}
        {near && <circle cx={place(near.point)[0]} cy={place(near.point)[1]} r="10" className={css.near} />}
      </svg>
      <figcaption className={css.reading} aria-hidden="true">
        {near ? `${near.what}: ${rate(near.point.bitrateKbps * 1000)}, SSIM ${near.point.ssim.toFixed(4)} (${decibels(near.point.ssim).toFixed(1)} dB), CRF ${Number(near.point.crf.toFixed(1))}` : 'Point at the chart to read it.'}
      </figcaption>
    </figure>
  );
}

function range(points: RatePoint[]): string {
  if (points.length === 0) return 'nothing';
  const rates = points.map((one) => one.bitrateKbps * 1000);
  return `${rate(Math.min(...rates))} to ${rate(Math.max(...rates))}`;
}
