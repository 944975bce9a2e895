const key = 'marquee.autoplayed';
const mostAutoplayed = 3;
const longestSilence = 2 * 3_600_000;

let lastInput = Date.now();

/** Whether somebody still watches: what began by itself, and how long ago anybody touched anything. Of this tab. */
export const attention = {
  seen() {
    lastInput = Date.now();
    sessionStorage.removeItem(key);
  },

  autoplayed: () => sessionStorage.setItem(key, String(episodes() + 1)),

  /** Enough episodes began by themselves. */
  mayBeAway: () => episodes() >= mostAutoplayed,

  isSilent: () => Date.now() - lastInput >= longestSilence,
};

const episodes = () => Number(sessionStorage.getItem(key) ?? 0);

// For the page's life, not a film's: the click that begins a film comes before its player.
const listening = { capture: true, passive: true };
for (const type of ['keydown', 'pointerdown', 'wheel']) window.addEventListener(type, attention.seen, listening);
window.addEventListener('pointermove', (event) => {
  // The browser tells of a pointer at rest too, when the page moves under it.
  if (event.movementX !== 0 || event.movementY !== 0) attention.seen();
}, listening);
