import type { Page } from './catalog';
import { call, query } from './http';

export type ExperimentState = 'draft' | 'running' | 'stopped' | 'archived';

export const metrics = ['watchTime', 'completion', 'discovery', 'retention', 'clickThrough'] as const;
export type Metric = (typeof metrics)[number];

export const artworkPolicies = ['studio', 'bandit', 'uniform'] as const;

/** What a variant may change of the home page; the server knows no other names. */
export interface Parameters {
  'rows.order'?: string[];
  'rows.hidden'?: string[];
  'ranking.diversity'?: number;
  'ranking.exploration'?: number;
  'artwork.policy'?: (typeof artworkPolicies)[number];
}

/** The first variant is the control. */
export interface Variant {
  name: string;
  weight: number;
  parameters: Parameters;
}

export interface ExperimentInput {
  name: string;
  hypothesis: string;
  layer: string;
  variants: Variant[];
  countries: string[];
  plans: string[];
  /** A share of all accounts, 0 to 1. */
  traffic: number;
  primaryMetric: Metric;
  /** A share of control's mean. */
  minimalEffect: number;
  /** Accounts a variant. */
  plannedAccounts: number;
  windowDays: number;
}

export interface Experiment extends ExperimentInput {
  experimentId: string;
  state: ExperimentState;
  createdAt: string;
  startedAt?: string | null;
  stoppedAt?: string | null;
}

/** A difference from control in the metric's unit. */
export interface Interval {
  effect: number;
  low: number;
  high: number;
  pValue: number;
}

export interface Difference {
  variant: string;
  verdict: 'undecided' | 'better' | 'worse';
  fixed?: Interval | null;
  sequential?: Interval | null;
  cupedFixed?: Interval | null;
  cupedSequential?: Interval | null;
}

export interface MetricResult {
  metric: Metric;
  primary: boolean;
  unit: 'minutes' | 'titles' | 'share';
  means: { variant: string; value?: number | null; standardDeviation?: number | null }[];
  /** The share of variance that CUPED took away. */
  varianceReduction?: number | null;
  differences: Difference[];
}

export interface Results {
  planReached: boolean;
  plannedAccounts: number;
  windowDays: number;
  /** Exposed accounts whose window is not over. */
  waiting: number;
  confidence: number;
  variants: { name: string; weight: number; exposed: number; measured: number; share: number; wantedShare: number }[];
  sampleRatio: { pValue: number; alarm: boolean; message: string };
  metrics: MetricResult[];
}

export interface Plan {
  accountsPerVariant: number;
  accountsInAll: number;
  power: number;
  powerAtAccounts?: number | null;
}

export interface PlanInput {
  mean: number;
  /** Left out, the mean is a share of accounts. */
  standardDeviation?: number;
  minimalEffect: number;
  variants: number;
  power: number;
  accountsPerVariant?: number;
}

const at = (experimentId: string) => `/admin/experiments/${experimentId}`;

/** What operators try on the home page, and what came of it. */
export const experiments = {
  list: (state: string | undefined, page: number, signal?: AbortSignal) =>
    call<Page<Experiment>>('/admin/experiments' + query({ state, page, limit: 30 }), { signal }),
  one: (experimentId: string, signal?: AbortSignal) => call<Experiment>(at(experimentId), { signal }),
  create: (body: ExperimentInput) => call<Experiment>('/admin/experiments', { method: 'POST', body }),
  change: (experimentId: string, body: Partial<ExperimentInput> & { state?: ExperimentState }) => call<Experiment>(at(experimentId), { method: 'PATCH', body }),
  start: (experimentId: string) => call<Experiment>(`${at(experimentId)}/start`, { method: 'POST' }),
  stop: (experimentId: string) => call<Experiment>(`${at(experimentId)}/stop`, { method: 'POST' }),
  results: (experimentId: string, signal?: AbortSignal) => call<Results>(`${at(experimentId)}/results`, { signal }),
  plan: (body: PlanInput) => call<Plan>('/admin/experiments/power', { method: 'POST', body }),
};
