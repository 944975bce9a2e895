import type { ExperimentState, Interval, Metric, MetricResult } from '../../api/experiments';

export const metricWords: Record<Metric, string> = {
  watchTime: 'Watch time', completion: 'Completion', discovery: 'Discovery', retention: 'Retention', clickThrough: 'Click-through',
};

/** What is counted of an account within its window. */
export const metricMeanings: Record<Metric, string> = {
  watchTime: 'Minutes watched.',
  completion: 'Of the videos begun, the share watched to the end.',
  discovery: 'Titles begun that the account had never begun before.',
  retention: 'Accounts that watched on a day after the first.',
  clickThrough: 'Of the cards shown, the share opened.',
};

export const stateWords: Record<ExperimentState, string> = { draft: 'Draft', running: 'Running', stopped: 'Stopped', archived: 'Archived' };

export const percent = (share: number, digits = 1) => `${(100 * share).toFixed(digits)} %`;

/** With its sign, as a share of control's mean: "+2.4 %". */
export const signed = (share: number) => `${share < 0 ? '−' : '+'}${percent(Math.abs(share), Math.abs(share) < 0.0995 ? 1 : 0)}`;

export function mean(value: number | null | undefined, unit: MetricResult['unit']): string {
  if (value == null) return '–';
  if (unit === 'share') return percent(value);
  return `${value.toFixed(value < 10 ? 2 : 1)} ${unit === 'minutes' ? 'min' : unit}`;
}

export const chance = (p: number) => (p < 0.001 ? 'below 0.001' : p.toFixed(3));

/** In words for who does not see the picture. */
export const said = (interval: Interval, base: number) =>
  `${signed(interval.effect / base)}, between ${signed(interval.low / base)} and ${signed(interval.high / base)}`;
