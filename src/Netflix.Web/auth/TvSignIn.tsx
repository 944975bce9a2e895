import { Link } from 'react-router';
import { Button } from '../ui/Button';
import { QrCode } from '../ui/QrCode';
import { Failed, Spinner } from '../ui/Status';
import { AuthFrame } from './AuthFrame';
import css from './Auth.module.css';
import { useDeviceSignIn } from './useDeviceSignIn';

/** For a television: nothing to type here, the phone does it. */
export default function TvSignIn() {
  const { status, again } = useDeviceSignIn();
  return (
    <AuthFrame title="Sign in with your phone" wide>
      {status.state === 'asking' && <Spinner label="Asking for a code" />}
      {status.state === 'failed' && <Failed error={status.error} retry={again} title="There is no code just now" />}
      {status.state === 'denied' && (
        <div className={css.form}>
          <p role="alert">Somebody said no to this code. Nobody is signed in here.</p>
          <Button look="primary" onClick={again}>New code</Button>
        </div>
      )}
      {status.state === 'waiting' && (
        <div className={css.tv}>
          <QrCode text={linkOf(status.code.verificationUrl, status.code.userCode)} label="The address to confirm at, with the code, as a QR code" />
          <ol>
            <li>Scan the picture with your phone, or open <strong>{new URL(status.code.verificationUrl, location.origin).host}/link</strong> on a device where you are signed in.</li>
            <li>
              Make sure that it shows this code:
              <output className={css.userCode} data-testid="user-code" aria-label={`Code ${[...status.code.userCode].join(' ')}`}>{status.code.userCode}</output>
            </li>
            <li>Say yes. This screen goes on by itself.</li>
          </ol>
        </div>
      )}
      <p className={css.aside}><Link to="/signin">Sign in with email and password</Link></p>
    </AuthFrame>
  );
}

function linkOf(verificationUrl: string, userCode: string): string {
  const address = new URL(verificationUrl, location.origin);
  address.searchParams.set('code', userCode);
  return address.href;
}
