const forgiven = 30_000;

/**
 * Which edges failed lately. A manifest names several; Shaka begins with the first for every segment, so without this a
 * dead edge would cost a failed try each time.
 */
export class EdgeMemory {
  private readonly failedAt = new Map<string, number>();

  failed(uri: string, now = Date.now()) {
    const edge = originOf(uri);
    if (edge) this.failedAt.set(edge, now);
  }

  /** The same addresses, those of edges that failed lately last. */
  order(uris: string[], now = Date.now()): string[] {
    const bad = (uri: string) => (now - (this.failedAt.get(originOf(uri) ?? '') ?? -Infinity) < forgiven ? 1 : 0);
    return [...uris].sort((a, b) => bad(a) - bad(b));
  }
}

export function originOf(uri: string): string | null {
  try {
    return new URL(uri).origin;
  } catch {
    return null;
  }
}
