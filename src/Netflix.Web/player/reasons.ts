/** What a viewer can do about it. */
export type Remedy = 'takeOver' | 'retry' | 'account' | 'signIn' | 'profile';

export interface Reason {
  title: string;
  text: string;
  remedies: Remedy[];
}

/** Why a play did not start: the `reason` of the server's refusal. */
const refusals: Record<string, Reason> = {
  streamLimit: { title: 'All screens of your plan are in use', text: 'Stop a stream elsewhere, or end the oldest one and play here.', remedies: ['takeOver'] },
  subscriptionInactive: { title: 'Your subscription is not active', text: 'Renew it on the account page to go on watching.', remedies: ['account'] },
  region: { title: 'Not available where you are', text: 'We do not have the rights to show this title in your country.', remedies: [] },
  maturity: { title: 'Not for this profile', text: 'Its age rating is above what this profile may watch.', remedies: ['profile'] },
  plan: { title: 'Your plan does not include this', text: 'Change your plan on the account page to watch it.', remedies: ['account'] },
};

/** Why a running play was ended: the `reason` of the server's stop. */
const stops: Record<string, Reason> = {
  takenOver: { title: 'Watching elsewhere', text: 'Another device of your account is playing now.', remedies: ['takeOver'] },
  streamLimit: { title: 'All screens of your plan are in use', text: 'While this was paused, others began to watch.', remedies: ['takeOver'] },
  signedOut: { title: 'This device was signed out', text: 'Sign in again to go on from where you were.', remedies: ['signIn'] },
  subscriptionInactive: { title: 'Your subscription is not active any more', text: 'Renew it on the account page, then go on from where you were.', remedies: ['account'] },
  profileRemoved: { title: 'This profile was removed', text: 'Choose another profile of the account to go on watching.', remedies: ['profile'] },
  region: { title: 'Not available where you are', text: 'We do not have the rights to show this title in your country any more.', remedies: [] },
  maturity: { title: 'Not for this profile', text: 'Its age rating is above what this profile may watch now.', remedies: ['profile'] },
  plan: { title: 'Your plan does not include this any more', text: 'Change your plan on the account page, or play it anew in a lower quality.', remedies: ['retry', 'account'] },
  stopped: { title: 'This viewing has ended', text: 'You can go on from where you were.', remedies: ['retry'] },
};

export const refusalOf = (reason: string | undefined, said: string): Reason =>
  refusals[reason ?? ''] ?? { title: 'This did not start', text: said, remedies: ['retry'] };

/** A reason this client does not know is a newer server's: only that it ended is sure. */
export const stopOf = (reason: string): Reason =>
  stops[reason] ?? { title: 'This viewing was ended', text: 'The service ended it. You can try to go on from where you were.', remedies: ['retry'] };
