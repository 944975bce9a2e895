import { useEffect, useState, type RefObject } from 'react';
import type { SubtitleFile } from '../api/playback';
import { useStore } from '../ui/store';
import css from './Player.module.css';
import type { PlayerEngine } from './PlayerEngine';
import { secondSubtitleOf, subtitleId } from './secondChoice';
import { SecondSubtitles } from './secondSubtitles';

/** The words of the second language, at the top of the picture. */
export function SecondLine({ engine, files, video }: { engine: PlayerEngine; files: SubtitleFile[]; video: RefObject<HTMLVideoElement | null> }) {
  const chosen = secondSubtitleOf(files, useStore(engine.wanted).secondText);
  const [second, setSecond] = useState<SecondSubtitles | null>(null);
  useEffect(() => {
    if (chosen && second === null && video.current) setSecond(new SecondSubtitles(video.current));
    else void second?.show(chosen?.url ?? null, engine.state.get().textDelay);
  }, [chosen && subtitleId(chosen), second]);
  return second && <Words second={second} />;
}

function Words({ second }: { second: SecondSubtitles }) {
  const words = useStore(second.words);
  return words === '' ? null : <p className={css.secondLine} data-testid="second-subtitles"><span>{words}</span></p>;
}
