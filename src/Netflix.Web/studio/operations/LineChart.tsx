import { useWidth } from '../../ui/useWidth';
import css from './Operations.module.css';

const [left, top, bottom, height] = [8, 12, 22, 150];

interface Point {
  at: string;
  value: number | null | undefined;
}

/** One measure over time; where nothing was measured the line has a gap. */
export function LineChart({ name, points, format, most }: { name: string; points: Point[]; format: (value: number | null | undefined) => string; most?: number }) {
  const [box, width] = useWidth<HTMLElement>(420);
  const known = points.flatMap((one) => (one.value == null ? [] : [one.value]));
  const [high, last] = [most ?? (Math.max(...known, 0) || 1), points.findLast((one) => one.value != null)];
  const [from, to] = [Date.parse(points[0]?.at ?? ''), Date.parse(points.at(-1)?.at ?? '')];
  const x = (at: string) => left + ((Date.parse(at) - from) / (to - from || 1)) * (width - 2 * left);
  const y = (value: number) => height - bottom - (value / high) * (height - top - bottom);
  const line = points.map((one, i) => (one.value == null ? '' : `${points[i - 1]?.value == null ? 'M' : 'L'}${x(one.at).toFixed(1)} ${y(one.value).toFixed(1)}`)).join('');
  return (
    <figure ref={box} className={css.chart}>
      <figcaption><span>{name}</span><strong>{format(last?.value)}</strong></figcaption>
      <svg
        width={width} height={height} role="img"
        aria-label={known.length === 0 ? `${name}: nothing was measured` : `${name}: from ${format(Math.min(...known))} to ${format(Math.max(...known))}, last ${format(last?.value)}`}
      >
        <path className={css.baseline} d={`M${left} ${height - bottom}H${width - left}M${left} ${top}H${width - left}`} />
        <path className={css.line} d={line} />
        {points.map((one) => one.value != null && <circle key={one.at} className={css.dot} cx={x(one.at)} cy={y(one.value)} r="2" />)}
        {points.length > 0 && <text x={left} y={height - 5}>{when(from, to - from)}</text>}
        {points.length > 1 && <text x={width - left} y={height - 5} textAnchor="end">{when(to, to - from)}</text>}
      </svg>
    </figure>
  );
}

const day = 86_400_000;

const when = (at: number, range: number) =>
  new Date(at).toLocaleString('en', range > 2 * day ? { month: 'short', day: 'numeric' } : { hour: '2-digit', minute: '2-digit', hour12: false });
