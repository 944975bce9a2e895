import type { Interval } from '../../api/experiments';
import { useWidth } from '../../ui/useWidth';
import css from './Experiments.module.css';
import { said, signed } from './words';

export interface Row {
  name: string;
  /** The one to go by. */
  main?: boolean;
  /** It may be called better or worse. */
  settled: boolean;
  interval: Interval;
}

const [rowHeight, tallRow, top, bottom] = [34, 70, 10, 30];

/** Differences from control as points within their limits, in shares of control's mean: what touches the middle line is undecided. */
export function IntervalChart({ name, rows, base, minimalEffect }: { name: string; rows: Row[]; base: number; minimalEffect?: number }) {
  const [box, width] = useWidth<HTMLElement>(640);
  const narrow = width < 560;
  const [left, right, step] = narrow ? [12, 12, tallRow] : [168, 190, rowHeight];
  const height = top + rows.length * step + bottom;
  const reach = 1.08 * Math.max(minimalEffect ?? 0, ...rows.flatMap(({ interval }) => [Math.abs(interval.low / base), Math.abs(interval.high / base)])) || 1;
  const x = (share: number) => left + ((share + reach) / (2 * reach)) * (width - left - right);
  const tick = tickOf(reach);
  const ticks = Array.from({ length: 2 * Math.floor(reach / tick) + 1 }, (_, i) => (i - Math.floor(reach / tick)) * tick);
  return (
    <figure ref={box} className={css.chart}>
      <svg
        width={width} height={height} role="img" data-testid="interval-chart"
        aria-label={`${name}, difference from control. ${rows.map((row) => `${row.name}: ${said(row.interval, base)}`).join('. ')}.`}
      >
        {minimalEffect !== undefined && <rect className={css.minimal} x={x(-minimalEffect)} y={top} width={x(minimalEffect) - x(-minimalEffect)} height={rows.length * step} />}
        {ticks.map((share) => (
          <g key={share}>
            <path className={share === 0 ? css.middle : css.grid} d={`M${x(share)} ${top}V${top + rows.length * step}`} />
            <text className={css.tick} x={x(share)} y={height - 10} textAnchor="middle">{share === 0 ? 'control' : signed(share)}</text>
          </g>
        ))}
        {rows.map(({ name: label, main, settled, interval }, i) => {
          const [y, look] = [top + (i + (narrow ? 0.78 : 0.5)) * step, settled && interval.low > 0 ? css.better : settled && interval.high < 0 ? css.worse : css.open];
          const numbers = `${signed(interval.effect / base)} (${signed(interval.low / base)} to ${signed(interval.high / base)})`;
          return (
            <g key={label} className={`${look} ${main ? css.main : ''}`}>
              <path className={css.range} d={`M${x(interval.low / base)} ${y}H${x(interval.high / base)}M${x(interval.low / base)} ${y - 5}v10M${x(interval.high / base)} ${y - 5}v10`} />
              <circle className={css.point} cx={x(interval.effect / base)} cy={y} r={main ? 6 : 4.5} />
              <text className={css.rowName} x={narrow ? left : 0} y={narrow ? y - 34 : y + 4}>{label}</text>
              <text className={css.numbers} x={narrow ? left : width} y={narrow ? y - 15 : y + 4} textAnchor={narrow ? 'start' : 'end'}>{numbers}</text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

/** The roundest step that leaves three ticks a side at most. */
function tickOf(reach: number): number {
  const power = 10 ** Math.floor(Math.log10(reach / 3));
  return power * ([1, 2, 5, 10].find((step) => reach / (step * power) <= 3) ?? 10);
}
