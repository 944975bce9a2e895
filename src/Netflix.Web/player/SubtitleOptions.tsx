import type { SubtitleFile } from '../api/playback';
import { Button } from '../ui/Button';
import { useStore } from '../ui/store';
import { Choose } from './Options';
import css from './Player.module.css';
import type { PlayerEngine } from './PlayerEngine';
import { choosable, secondSubtitleOf, subtitleId } from './secondChoice';
import { profileSettings } from './profileSettings';
import { plainSubtitles, type SubtitleStyle } from './subtitles';

const looks: { [K in keyof SubtitleStyle]: { label: string; choices: Record<SubtitleStyle[K], string> } } = {
  size: { label: 'Size', choices: { small: 'Small', normal: 'Normal', large: 'Large', huge: 'Very large' } },
  colour: { label: 'Colour', choices: { white: 'White', yellow: 'Yellow', cyan: 'Cyan', green: 'Green' } },
  background: { label: 'Background', choices: { none: 'None', half: 'Dimmed', solid: 'Black' } },
  edge: { label: 'Edge', choices: { none: 'None', shadow: 'Shadow', outline: 'Outline' } },
};

const step = 0.1;

/** How subtitles look, for this profile, and how late they come, for this viewing. */
export function SubtitleOptions({ engine, delay, files }: { engine: PlayerEngine; delay: number; files: SubtitleFile[] }) {
  const second = secondSubtitleOf(files, useStore(engine.wanted).secondText);
  const store = profileSettings();
  const settings = useStore(store);
  const change = (subtitles: Partial<SubtitleStyle>) => store.set({ ...settings, subtitles: { ...settings.subtitles, ...subtitles } });
  return (
    <fieldset>
      <legend>Subtitles</legend>
      {(Object.keys(looks) as (keyof SubtitleStyle)[]).map((look) => (
        <Choose<string> key={look} label={looks[look].label} value={settings.subtitles[look]} choices={looks[look].choices} onChange={(value) => change({ [look]: value })} />
      ))}
      {choosable(files).length > 1 && (
        <Choose<string>
          label="Second language" value={second ? subtitleId(second) : ''}
          choices={{ '': 'None', ...Object.fromEntries(choosable(files).map((file) => [subtitleId(file), file.label])) }}
          onChange={(id) => {
            const file = choosable(files).find((one) => subtitleId(one) === id);
            engine.setSecondText(file ? { id, language: file.language } : null);
          }}
        />
      )}
      <div className={css.option}>
        <span id="subtitle-delay">Timing</span>
        <span className={css.stepper} role="group" aria-labelledby="subtitle-delay">
          <button type="button" aria-label="Subtitles 0.1 seconds earlier" onClick={() => engine.setTextDelay(delay - step)}>−</button>
          <output aria-live="polite">{delay > 0 ? '+' : ''}{delay.toFixed(1)} s</output>
          <button type="button" aria-label="Subtitles 0.1 seconds later" onClick={() => engine.setTextDelay(delay + step)}>+</button>
        </span>
      </div>
      <Button
        onClick={() => {
          change(plainSubtitles);
          engine.setTextDelay(0);
        }}
      >
        Reset subtitles
      </Button>
    </fieldset>
  );
}
