import { accounts } from '../api/accounts';
import { currentProfile } from '../profiles/current';
import { forgetPages } from '../ui/useLoad';
import { session } from './session';

/** Ends the session on the server where it can, and here in any case. */
export async function signOut(): Promise<void> {
  await accounts.signOut().catch(() => undefined);
  session.end();
  currentProfile.set(null);
  forgetPages();
}
