import { useState, type FormEvent } from 'react';
import { accounts, type Account } from '../api/accounts';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { QrCode } from '../ui/QrCode';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import css from './Account.module.css';
import { RecoveryCodes } from './RecoveryCodes';

type Step = { name: 'idle' } | { name: 'scan'; key: string; uri: string } | { name: 'codes'; codes: string[] };

/** A second factor by an authenticator app. Its key is drawn here and goes nowhere else. */
export function TwoFactor({ account, reload }: { account: Account; reload: () => void }) {
  const [step, setStep] = useState<Step>({ name: 'idle' });
  const [disabling, setDisabling] = useState(false);
  const act = useAction();

  const setUp = () =>
    act.run(async () => {
      const { sharedKey, authenticatorUri } = await accounts.setUpTwoFactor();
      setStep({ name: 'scan', key: sharedKey, uri: authenticatorUri });
    });

  function submit(event: FormEvent<HTMLFormElement>, use: (code: string) => Promise<void>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code')).trim();
    void act.run(() => use(code));
  }

  const enable = async (code: string) => {
    const { recoveryCodes } = await accounts.enableTwoFactor(code);
    setStep({ name: 'codes', codes: recoveryCodes });
    reload();
  };
  const disable = async (code: string) => {
    await accounts.disableTwoFactor(code);
    setDisabling(false);
    reload();
  };

  return (
    <section className={css.section} aria-labelledby="two-factor">
      <h2 id="two-factor">Two-step sign-in {account.twoFactorEnabled && <span className={css.on}>On</span>}</h2>
      <Notice>{act.message('code')}</Notice>
      {step.name === 'codes' && <RecoveryCodes codes={step.codes} onDone={() => setStep({ name: 'idle' })} />}
      {step.name === 'scan' && (
        <div className={css.scan}>
          <QrCode text={step.uri} label="The key for your authenticator app, as a QR code" />
          <div className={css.steps}>
            <ol>
              <li>Scan the code with an authenticator app on your phone.</li>
              <li>No camera? Type this key into the app: <code className={css.key}>{step.key.replace(/(.{4})(?=.)/g, '$1 ')}</code></li>
              <li>Enter the six digits that the app shows now.</li>
            </ol>
            <form className={css.form} onSubmit={(event) => submit(event, enable)} noValidate>
              <TextField label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} required autoFocus error={act.fields['code']} />
              <Button type="submit" look="primary" busy={act.busy}>Turn on</Button>
              <Button onClick={() => setStep({ name: 'idle' })}>Cancel</Button>
            </form>
          </div>
        </div>
      )}
      {step.name === 'idle' && !account.twoFactorEnabled && (
        <>
          <p>With it, a password alone opens nothing: each new sign-in also asks for a code of your phone.</p>
          <Button icon="lock" busy={act.busy} onClick={() => void setUp()}>Set up</Button>
        </>
      )}
      {step.name === 'idle' && account.twoFactorEnabled && (
        disabling ? (
          <form className={css.form} onSubmit={(event) => submit(event, disable)} noValidate>
            <TextField label="Code of your authenticator, or a recovery code" name="code" autoComplete="one-time-code" required autoFocus error={act.fields['code']} />
            <Button type="submit" look="danger" busy={act.busy}>Turn off</Button>
            <Button onClick={() => setDisabling(false)}>Keep it on</Button>
          </form>
        ) : (
          <>
            <p>Each new sign-in asks for a code of your authenticator app, or for one of your recovery codes.</p>
            <Button onClick={() => setDisabling(true)}>Turn off</Button>
          </>
        )
      )}
    </section>
  );
}
