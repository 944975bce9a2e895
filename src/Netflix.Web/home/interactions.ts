import { taste, type Interaction } from '../api/taste';

const flushEvery = 5000;
const mostACall = 200;
const mostWaiting = 1000;

let waiting: Interaction[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;

/** Keeps what was seen or clicked, and sends it in bunches; what cannot be sent is dropped, for it is of no use to the viewer. */
export function interaction(event: Interaction) {
  if (waiting.length < mostWaiting) waiting.push(event);
  timer ??= setTimeout(flush, event.type === 'click' ? 0 : flushEvery);
  if (event.type === 'click') flush();
}

function flush() {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const events = waiting.splice(0, mostACall);
  if (events.length > 0) void taste.report(events).catch(() => undefined);
  if (waiting.length > 0) timer = setTimeout(flush, flushEvery);
}

window.addEventListener('pagehide', flush);
