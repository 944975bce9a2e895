import { send } from './http';
import { toApiError } from './problem';

export interface ServerEvent {
  event: string;
  data: string;
}

/** Server-sent events by fetch: EventSource cannot send the Authorization header. Ends when the server ends. */
export async function* readEvents(path: string, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const response = await send(path, { signal });
  if (!response.ok || response.body === null) throw await toApiError(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      buffered += value.replaceAll('\r', '');
      let end: number;
      while ((end = buffered.indexOf('\n\n')) >= 0) {
        const parsed = parseEvent(buffered.slice(0, end));
        buffered = buffered.slice(end + 2);
        if (parsed !== null) yield parsed;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parseEvent(block: string): ServerEvent | null {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return data.length === 0 ? null : { event, data: data.join('\n') };
}

/** Follows a stream until the signal, opening it again with growing pauses when it breaks. Gives up on 4xx. */
export async function followEvents(path: string, signal: AbortSignal, onEvent: (event: ServerEvent) => void): Promise<void> {
  let pause = 500;
  while (!signal.aborted) {
    try {
      for await (const event of readEvents(path, signal)) {
        pause = 500;
        if (signal.aborted) return;
        onEvent(event);
      }
    } catch (error) {
      const status = (error as { status?: number }).status ?? 0;
      if (signal.aborted || (status >= 400 && status < 500)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 15_000);
  }
}
