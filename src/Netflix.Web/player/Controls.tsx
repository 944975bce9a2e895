import type { RefObject } from 'react';
import type { PlaybackStart } from '../api/playback';
import { IconButton } from '../ui/Button';
import { clock } from '../ui/format';
import { useFullScreen } from './fullScreen';
import { Menu } from './Menu';
import css from './Player.module.css';
import type { PlayerEngine } from './PlayerEngine';
import type { PlayerState } from './playerState';
import { Options } from './Options';
import { SeekBar } from './SeekBar';
import type { Heading } from './heading';

interface Props {
  engine: PlayerEngine;
  state: PlayerState;
  heading: Heading;
  start: PlaybackStart;
  menu: string | null;
  setMenu: (menu: string | null) => void;
  onBack: () => void;
  onNext: (() => void) | null;
  onFullScreen: () => void;
  onStatistics: () => void;
  video: RefObject<HTMLVideoElement | null>;
}

const rates = [0.5, 0.75, 1, 1.25, 1.5, 2];

export function Controls({ engine, state, heading, start, menu, setMenu, onBack, onNext, onFullScreen, onStatistics, video }: Props) {
  const toggleMenu = (name: string) => setMenu(menu === name ? null : name);
  const full = useFullScreen();
  const active = state.qualities.find((quality) => quality.active);
  return (
    <>
      <div className={css.top}>
        <IconButton icon="back" label="Back" onClick={onBack} />
        <div className={css.heading}>
          <h1>{heading.title}</h1>
          {heading.episode && <p>{heading.episode}</p>}
        </div>
      </div>
      <div className={css.bottom}>
        <SeekBar engine={engine} state={state} thumbnailsUrl={start.thumbnailsUrl ?? null} markers={start.markers ?? []} />
        <div className={css.buttons}>
          <IconButton icon={state.paused ? 'play' : 'pause'} label={state.paused ? 'Play' : 'Pause'} onClick={() => engine.toggle()} data-testid="play" />
          <IconButton icon="back10" label="Back 10 seconds" onClick={() => engine.seekBy(-10)} />
          <IconButton icon="forward10" label="Forward 10 seconds" onClick={() => engine.seekBy(10)} />
          <div className={css.volume}>
            <IconButton icon={state.muted || state.volume === 0 ? 'muted' : 'volume'} label={state.muted ? 'Sound on' : 'Mute'} onClick={() => engine.toggleMute()} />
            <input
              type="range" min={0} max={1} step={0.05} value={state.muted ? 0 : state.volume} aria-label="Volume"
              onChange={(event) => engine.setVolume(Number(event.target.value))}
            />
          </div>
          <span className={css.time}>
            {clock(state.position)} <span>/ {clock(state.duration)}</span>
          </span>
          <span className={css.gap} />
          {onNext && <IconButton icon="next" label="Next episode" onClick={onNext} />}
          {state.texts.length > 0 && (
            <Menu
              name="Subtitles" icon="captions" open={menu === 'Subtitles'} onToggle={toggleMenu}
              choices={[{ id: '', label: 'Off', active: state.texts.every((text) => !text.active) }, ...state.texts]}
              onChoose={(id) => engine.setText(id || null)}
            />
          )}
          {state.audios.length > 1 && (
            <Menu name="Audio" icon="audio" open={menu === 'Audio'} onToggle={toggleMenu} choices={state.audios} onChoose={(id) => engine.setAudio(id)} />
          )}
          <Menu
            name="Speed" icon="speed" open={menu === 'Speed'} onToggle={toggleMenu} onChoose={(id) => engine.setRate(Number(id))}
            choices={rates.map((rate) => ({ id: String(rate), label: rate === 1 ? 'Normal' : `${rate}×`, active: rate === state.rate }))}
          />
          <Menu
            name="Quality" icon="settings" open={menu === 'Quality'} onToggle={toggleMenu} onChoose={(id) => engine.setQuality(id || null)}
            choices={[
              { id: '', label: state.automatic && active ? `Auto (${active.label})` : 'Auto', active: state.automatic },
              ...state.qualities.map((quality) => ({ ...quality, active: !state.automatic && quality.active })),
            ]}
          />
          <Options
            engine={engine} textDelay={state.textDelay} files={start.subtitles ?? []} open={menu === 'Options'} onToggle={toggleMenu} onKeys={() => setMenu('Keyboard')}
            onStatistics={() => {
              onStatistics();
              setMenu(null);
            }}
          />
          {document.pictureInPictureEnabled && (
            <span className={css.wide}>
              <IconButton icon="pip" label="Picture in picture" onClick={() => void togglePictureInPicture(video.current)} />
            </span>
          )}
          <IconButton icon={full ? 'exitFull' : 'enterFull'} label={full ? 'Leave full screen' : 'Full screen'} onClick={onFullScreen} />
        </div>
      </div>
    </>
  );
}

async function togglePictureInPicture(video: HTMLVideoElement | null): Promise<void> {
  if (document.pictureInPictureElement) await document.exitPictureInPicture();
  else await video?.requestPictureInPicture().catch(() => undefined);
}
