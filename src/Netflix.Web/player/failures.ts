import { isExpired, shaka } from './shakaSetup';

const categoryNetwork = 1;
const categoryMedia = 3;
const categoryDrm = 6;

/** A failure that playing the same anew, or a rung lower, may mend: of the decoder, or of the keys. */
export const isMendable = (error: shaka.util.Error) =>
  (error.category === categoryMedia || error.category === categoryDrm) && !isExpired(error) && !(error.category === categoryDrm && !window.isSecureContext);

const healthyAfter = 60_000;

/** What is tried before a viewer is told: the same place again, then a rung lower. Anew for each stretch that went well. */
export class Recovery {
  private tries = 0;
  private last = -Infinity;

  next(now = Date.now()): 'again' | 'lower' | null {
    if (now - this.last > healthyAfter) this.tries = 0;
    this.last = now;
    this.tries++;
    return this.tries === 1 ? 'again' : this.tries === 2 ? 'lower' : null;
  }
}

/** What went wrong and what to do about it. */
export function sentenceOf(error: shaka.util.Error): string {
  const where = `(code ${error.code ?? 'unknown'})`;
  if (error.category === categoryNetwork) return `The film could not be fetched. Check your network and try again. ${where}`;
  if (error.category === categoryDrm) return `${protectionSentence(error)} ${where}`;
  if (error.category === categoryMedia) return `This browser could not play the film’s picture or sound, also not in a lower quality. Try again, restart the browser, or use another. ${where}`;
  return `This film cannot be played here just now. Try again in a moment. ${where}`;
}

function protectionSentence(error: shaka.util.Error): string {
  // Browsers give keys to https pages alone, and to those of this very machine.
  if (!window.isSecureContext) return 'This film is protected, and browsers play such films over https only: open this site by its https address.';
  const { LICENSE_REQUEST_FAILED } = shaka.util.Error.Code;
  if (error.code === LICENSE_REQUEST_FAILED) return 'The film’s licence could not be fetched. Check your network and try again.';
  return 'This film is protected in a way this browser cannot play. Update the browser, or try another.';
}
