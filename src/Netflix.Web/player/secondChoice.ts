import type { SubtitleFile } from '../api/playback';
import type { WantedTrack } from './tracks';

export const subtitleId = (file: SubtitleFile) => [file.language, file.label, file.kind].join('|');

/** Forced subtitles are a part of another track. */
export const choosable = (files: SubtitleFile[]) => files.filter((file) => file.kind !== 'forced');

/** The wanted one; without it, the first of its language. */
export const secondSubtitleOf = (files: SubtitleFile[], wanted: WantedTrack | null | undefined): SubtitleFile | null =>
  (wanted && (choosable(files).find((file) => subtitleId(file) === wanted.id) ?? choosable(files).find((file) => file.language === wanted.language))) ?? null;
