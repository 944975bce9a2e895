/** An answer that is not a success, as RFC 9457 problem+json says it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Why a viewer may not play: streamLimit, subscriptionInactive, region, maturity, plan. */
    readonly reason: string | undefined,
    readonly fields: Readonly<Record<string, string>>,
    readonly problem: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}

/** The request never got an answer: no network, or the server is away. */
export class OfflineError extends Error {
  constructor() {
    super('No connection to the service. Check your network and try again.');
  }
}

const fallbacks: Record<number, string> = {
  401: 'Please sign in again.',
  403: 'You may not do this.',
  404: 'This does not exist, or not any more.',
  413: 'That is too large.',
  429: 'Too many tries. Wait a moment, then try again.',
  503: 'The service is busy. Try again in a moment.',
};

export async function toApiError(response: Response): Promise<ApiError> {
  const problem = ((await response.json().catch(() => null)) ?? {}) as Record<string, unknown>;
  const fields: Record<string, string> = {};
  for (const [field, texts] of Object.entries((problem['errors'] as Record<string, string[]> | undefined) ?? {})) {
    // Fields may come as "Email" or "cast[0].name"; forms know them by their first, camelCase part.
    const name = field.charAt(0).toLowerCase() + field.slice(1);
    fields[name] = Array.isArray(texts) ? texts.join(' ') : String(texts);
  }
  const said = text(problem['detail']) ?? text(problem['title']);
  const message = said ?? fallbacks[response.status] ?? 'Something went wrong on our side. Try again.';
  return new ApiError(response.status, message, text(problem['reason']), fields, problem);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong. Try again.';
}

export function isStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof ApiError && statuses.includes(error.status);
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
