const patience = 10_000;

/**
 * Finds a film that stands still though nothing failed: a damaged segment can leave the browser's parser waiting for the
 * rest of it for ever, with no error. A slow line is not stuck: something arrives all the while.
 */
export class StuckWatch {
  private lastSign = Date.now();

  constructor(video: HTMLVideoElement, isToPlay: () => boolean, onStuck: () => void, signal: AbortSignal) {
    const sign = () => this.sign();
    for (const event of ['timeupdate', 'seeking', 'play']) video.addEventListener(event, sign, { signal });
    const timer = setInterval(() => {
      if (!isToPlay() || video.paused || video.ended || document.hidden) sign();
      else if (video.readyState < video.HAVE_FUTURE_DATA && Date.now() - this.lastSign > patience) {
        sign();
        onStuck();
      }
    }, 1000);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  /** Something arrived or moved. */
  sign() {
    this.lastSign = Date.now();
  }
}
