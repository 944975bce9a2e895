import { ApiError, messageOf } from '../api/problem';
import type { StreamInUse } from '../api/playback';
import { session } from '../auth/session';
import { currentProfile } from '../profiles/current';
import { Button, LinkButton } from '../ui/Button';
import css from './Player.module.css';
import { refusalOf, stopOf, type Remedy } from './reasons';

interface Props {
  contentId: string;
  error?: unknown;
  /** Why a running play was ended. */
  stopped?: string;
  onTakeOver: () => void;
  onRetry: () => void;
}

const devices: Record<string, string> = { web: 'A browser', mobile: 'A phone', tablet: 'A tablet', tv: 'A television' };

/** Why nothing plays, in words a viewer can act on, and the action. */
export function Refusal({ contentId, error, stopped, onTakeOver, onRetry }: Props) {
  const refused = error instanceof ApiError ? error : null;
  const reason = stopped === undefined ? refusalOf(refused?.reason, messageOf(error)) : stopOf(stopped);
  const streams = refused === null ? [] : streamsOf(refused.problem);

  const buttons: Record<Remedy, React.ReactNode> = {
    takeOver: <Button key="takeOver" look="primary" icon="play" onClick={onTakeOver}>{stopped ? 'Play here instead' : 'Stop the oldest and play here'}</Button>,
    retry: <Button key="retry" look="primary" onClick={onRetry}>{stopped ? 'Go on watching' : 'Try again'}</Button>,
    account: <LinkButton key="account" to="/account" look="primary">Account</LinkButton>,
    // Without a session, or a profile, every page leads to where one gets it, and back to this film.
    signIn: <Button key="signIn" look="primary" icon="person" onClick={() => session.end()}>Sign in</Button>,
    profile: <Button key="profile" look="primary" icon="person" onClick={() => currentProfile.set(null)}>Choose a profile</Button>,
  };

  return (
    <main className={css.page}>
      <div className={css.message} role="alert">
        <h1>{reason.title}</h1>
        <p>{reason.text}</p>
        {streams.length > 0 && (
          <ul className={css.streams} aria-label="Streams in use">
            {streams.map((stream) => (
              <li key={stream.sessionId}>
                <strong>{stream.title ?? devices[stream.deviceType] ?? 'A device'}</strong>
                <span>
                  {stream.title && `${devices[stream.deviceType] ?? 'A device'} `}since {new Date(stream.startedAt).toLocaleTimeString([], { timeStyle: 'short' })}
                </span>
              </li>
            ))}
          </ul>
        )}
        <div className={css.choices}>
          {reason.remedies.map((remedy) => buttons[remedy])}
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
