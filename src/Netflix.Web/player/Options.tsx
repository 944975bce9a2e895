import { useEffect, useId, useRef } from 'react';
import type { SubtitleFile } from '../api/playback';
import { Button, IconButton } from '../ui/Button';
import { useStore } from '../ui/store';
import css from './Player.module.css';
import type { PlayerEngine } from './PlayerEngine';
import { profileSettings, type Skippable, type SkipPolicy } from './profileSettings';
import { SubtitleOptions } from './SubtitleOptions';

const skippable: Record<Skippable, string> = { intro: 'Intro', recap: 'Recap', credits: 'Credits', preview: 'Preview' };
const policies: Record<SkipPolicy, string> = { auto: 'Skip by itself', ask: 'Show a button', ignore: 'Play it' };

interface Props {
  engine: PlayerEngine;
  textDelay: number;
  files: SubtitleFile[];
  open: boolean;
  onToggle: (name: string) => void;
  onStatistics: () => void;
  onKeys: () => void;
}

/** How the profile likes its player, and the ways to figures and keys. */
export function Options({ engine, textDelay, files, open, onToggle, onStatistics, onKeys }: Props) {
  const holder = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) return;
    holder.current?.querySelector('select')?.focus();
    const opener = holder.current?.querySelector('button');
    return () => opener?.focus({ preventScroll: true });
  }, [open]);

  return (
    <span ref={holder} className={css.menuHolder}>
      <IconButton icon="list" label="Options" aria-haspopup="dialog" aria-expanded={open} onClick={() => onToggle('Options')} />
      {open && (
        <div className={`${css.menu} ${css.options}`} role="dialog" aria-label="Options">
          <SkipOptions />
          <SubtitleOptions engine={engine} delay={textDelay} files={files} />
          <div className={css.choices}>
            <Button icon="info" onClick={onStatistics}>Statistics</Button>
            <Button onClick={onKeys}>Keyboard</Button>
          </div>
        </div>
      )}
    </span>
  );
}

function SkipOptions() {
  const store = profileSettings();
  const settings = useStore(store);
  return (
    <fieldset>
      <legend>Skipping</legend>
      {(Object.keys(skippable) as Skippable[]).map((kind) => (
        <Choose
          key={kind} label={skippable[kind]} value={settings.skip[kind]} choices={policies}
          onChange={(policy) => store.set({ ...settings, skip: { ...settings.skip, [kind]: policy } })}
        />
      ))}
    </fieldset>
  );
}

/** A label and one of a few words. */
export function Choose<T extends string>({ label, value, choices, onChange }: { label: string; value: T; choices: Record<T, string>; onChange: (value: T) => void }) {
  const id = useId();
  return (
    <div className={css.option}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {(Object.entries(choices) as [T, string][]).map(([choice, name]) => <option key={choice} value={choice}>{name}</option>)}
      </select>
    </div>
  );
}
