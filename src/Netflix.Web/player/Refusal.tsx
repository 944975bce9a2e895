import { ApiError, messageOf } from '../api/problem';
import type { StreamInUse } from '../api/playback';
import { Button, LinkButton } from '../ui/Button';
import css from './Player.module.css';

interface Props {
  contentId: string;
  error?: unknown;
  /** Why a running play was ended. */
  stopped?: string;
  onTakeOver: () => void;
  onRetry: () => void;
}

const refusals: Record<string, { title: string; text: string }> = {
  streamLimit: { title: 'All screens of your plan are in use', text: 'Stop a stream elsewhere, or end the oldest one and play here.' },
  subscriptionInactive: { title: 'Your subscription is not active', text: 'Renew it on the account page to go on watching.' },
  region: { title: 'Not available where you are', text: 'We do not have the rights to show this title in your country.' },
  maturity: { title: 'Not for this profile', text: 'Its age rating is above what this profile may watch.' },
  plan: { title: 'Your plan does not include this', text: 'Change your plan on the account page to watch it.' },
};

const stops: Record<string, { title: string; text: string }> = {
  takenOver: { title: 'Watching elsewhere', text: 'Another device of your account is playing now.' },
  streamLimit: { title: 'All screens of your plan are in use', text: 'While this was paused, others began to watch.' },
  deviceSignedOut: { title: 'This device was signed out', text: 'Sign in again to go on.' },
  stopped: { title: 'This viewing has ended', text: 'You can go on from where you were.' },
};

const devices: Record<string, string> = { web: 'A browser', mobile: 'A phone', tablet: 'A tablet', tv: 'A television' };

/** Why nothing plays, in words a viewer can act on. */
export function Refusal({ contentId, error, stopped, onTakeOver, onRetry }: Props) {
  const reason = error instanceof ApiError ? error.reason : undefined;
  const known = stopped === undefined ? refusals[reason ?? ''] : (stops[stopped] ?? stops['takenOver']!);
  const streams = error instanceof ApiError ? streamsOf(error.problem) : [];
  const mayTakeOver = reason === 'streamLimit' || (stopped !== undefined && stopped !== 'stopped' && stopped !== 'deviceSignedOut');
  const mayRetry = !mayTakeOver && (known === undefined || stopped !== undefined);
  return (
    <main className={css.page}>
      <div className={css.message} role="alert">
        <h1>{known?.title ?? 'This did not start'}</h1>
        <p>{known?.text ?? messageOf(error)}</p>
        {streams.length > 0 && (
          <ul className={css.streams}>
            {streams.map((stream) => (
              <li key={stream.sessionId}>
                <strong>{devices[stream.deviceType] ?? 'A device'}</strong>
                <span>since {new Date(stream.startedAt).toLocaleTimeString([], { timeStyle: 'short' })}</span>
              </li>
            ))}
          </ul>
        )}
        <div className={css.choices}>
          {mayTakeOver && <Button look="primary" icon="play" onClick={onTakeOver}>{stopped ? 'Play here instead' : 'Stop the oldest and play here'}</Button>}
          {mayRetry && <Button look="primary" onClick={onRetry}>{stopped ? 'Go on watching' : 'Try again'}</Button>}
          {(reason === 'subscriptionInactive' || reason === 'plan') && <LinkButton to="/account" look="primary">Account</LinkButton>}
          <LinkButton to={`/title/${contentId}`} replace>Back</LinkButton>
        </div>
      </div>
    </main>
  );
}

function streamsOf(problem: Readonly<Record<string, unknown>>): StreamInUse[] {
  const list = problem['streams'];
  return Array.isArray(list) ? (list as StreamInUse[]) : [];
}
