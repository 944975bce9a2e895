import type { RatePoint } from '../../api/encoding';

/** Likeness as people see it: each halving of the unlikeness is one even step. */
export const decibels = (ssim: number): number => -10 * Math.log10(Math.max(1e-5, 1 - ssim));

/** "v1080" is "1080p", "v1080-2" is "1080p, second". */
export function rungName({ rung, lines: plain }: Pick<RatePoint, 'rung' | 'lines'>): string {
  const [, lines, more] = /^v?(\d+)(?:-(\w+))?$/.exec(String(rung ?? '')) ?? [];
  return lines ? `${lines}p${more ? `, ${more === '2' ? 'second' : more}` : ''}` : (rung ? String(rung) : `${plain}p`);
}

export interface Scale {
  at: (value: number) => number;
  ticks: number[];
}

/** Rates span decades: 1, 2 and 5 of each are marked. */
export function rateScale(kbps: number[], from: number, to: number): Scale {
  const low = Math.log10(Math.min(...kbps)) - 0.08;
  const high = Math.log10(Math.max(...kbps)) + 0.08;
  const ticks: number[] = [];
  for (let decade = Math.floor(low); decade <= Math.ceil(high); decade++) {
    for (const step of [1, 2, 5]) {
      const value = step * 10 ** decade;
      if (Math.log10(value) >= low && Math.log10(value) <= high) ticks.push(value);
    }
  }
  return { at: (value) => from + ((Math.log10(value) - low) / (high - low || 1)) * (to - from), ticks };
}

export function decibelScale(values: number[], from: number, to: number): Scale {
  const low = Math.floor(Math.min(...values) - 0.5);
  const high = Math.ceil(Math.max(...values) + 0.5);
  const step = [1, 2, 5, 10].find((one) => (high - low) / one <= 8) ?? 10;
  const ticks: number[] = [];
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) ticks.push(value);
  return { at: (value) => from + ((value - low) / (high - low || 1)) * (to - from), ticks };
}
