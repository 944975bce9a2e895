import type { Job, JobStatus } from '../../api/encoding';
import { span } from '../../ui/format';

export const statusWords: Record<JobStatus, string> = { pending: 'Waiting', processing: 'Encoding', completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' };

const stageWords: Record<string, [name: string, what: string]> = {
  inspect: ['Inspect', 'Reads the source and plans its tracks'],
  analyse: ['Analyse', 'Finds the ladder that fits this film'],
  encode: ['Encode', 'Makes every rung, a chunk at a time'],
  audio: ['Audio', 'Encodes the sound at an even loudness'],
  text: ['Subtitles', 'Turns the texts into WebVTT'],
  package: ['Package and check', 'Joins, packages and controls the result'],
  addtrack: ['Add track', 'Adds the track to what viewers play'],
};

export const stageName = (name: string) => stageWords[name]?.[0] ?? name;
export const stageMeaning = (name: string) => stageWords[name]?.[1] ?? '';

/** Stages that can be done again, as the API names them. */
export const redoable = ['analyse', 'encode', 'audio', 'text', 'package'];

/** How far it is, in a few words. */
export function progressWords(job: Job): string {
  if (job.status === 'pending') return 'Waits for an encoder';
  const stage = job.stages.find((one) => one.status === 'processing');
  const left = job.secondsLeft ? `about ${span(job.secondsLeft)} left` : null;
  return [stage && stageName(stage.name), left].filter(Boolean).join(', ');
}

/** How long it took, once it is over. */
export function tookWords(job: Job): string | null {
  if (!job.startedAt || !job.finishedAt) return null;
  const seconds = (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000;
  return seconds < 1 ? 'took less than 1 s' : `took ${span(seconds)}`;
}
