/** How subtitles look; of each profile. */
export interface SubtitleStyle {
  size: 'small' | 'normal' | 'large' | 'huge';
  colour: 'white' | 'yellow' | 'cyan' | 'green';
  background: 'none' | 'half' | 'solid';
  edge: 'none' | 'shadow' | 'outline';
}

export const plainSubtitles: SubtitleStyle = { size: 'normal', colour: 'white', background: 'half', edge: 'none' };

const sizes = { small: 70, normal: 100, large: 140, huge: 190 };
const colours = { white: '#fff', yellow: '#ffe94d', cyan: '#6ff', green: '#7dff7d' };
const backgrounds = { none: 'transparent', half: 'rgb(0 0 0 / 0.6)', solid: '#000' };
const edges = { none: 'none', shadow: '2px 2px 3px #000, 0 0 2px #000', outline: '-1px -1px 0 #000, 1px -1px 0 #000, -1px 1px 0 #000, 1px 1px 0 #000' };

const sheet = new CSSStyleSheet();

/** The browser draws the cues, so a rule for them is all it takes. A sheet of script: no inline style to be forbidden. */
export function styleSubtitles(style: SubtitleStyle) {
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  sheet.replaceSync(`video::cue {
    font-size: ${sizes[style.size]}%; color: ${colours[style.colour]}; background: ${backgrounds[style.background]}; text-shadow: ${edges[style.edge]};
  }`);
}

/** Moves the cues that are loaded, also of tracks that are switched off: those are not fetched again when they come back. */
export function moveCues(video: HTMLVideoElement, seconds: number) {
  if (seconds === 0) return;
  for (const track of [...video.textTracks]) {
    const { mode } = track;
    // Of a disabled track the browser shows no cues, to scripts either.
    if (mode === 'disabled') track.mode = 'hidden';
    for (const cue of [...(track.cues ?? [])]) {
      cue.startTime += seconds;
      cue.endTime += seconds;
    }
    if (mode === 'disabled') track.mode = mode;
  }
}
