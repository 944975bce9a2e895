import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { accounts, type WaitingDevice } from '../api/accounts';
import { isStatus } from '../api/problem';
import { Button, LinkButton } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import { AuthFrame } from './AuthFrame';
import css from './Auth.module.css';

type Step = { name: 'code' } | { name: 'confirm'; code: string; device: WaitingDevice } | { name: 'done'; approved: boolean; device: WaitingDevice };

/** Where a signed-in viewer lets a television in, after a look at which one asks. */
export default function LinkDevice() {
  const given = useSearchParams()[0].get('code') ?? '';
  const [step, setStep] = useState<Step>({ name: 'code' });
  const act = useAction();

  function look(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code')).trim().toUpperCase();
    if (code === '') return;
    void act.run(async () => setStep({ name: 'confirm', code, device: await accounts.waitingDevice(code) }));
  }

  const answer = (code: string, device: WaitingDevice, approved: boolean) =>
    act.run(async () => {
      await accounts.answerDevice(code, approved);
      setStep({ name: 'done', approved, device });
    });

  if (step.name === 'done') {
    return (
      <AuthFrame title={step.approved ? 'It is signed in' : 'It stays out'}>
        <div className={css.form}>
          <p role="status">{step.approved ? `${step.device.deviceName} goes on by itself in a moment. You find it among the devices of your account.` : `${step.device.deviceName} was not signed in.`}</p>
          <LinkButton to="/" look="primary">Home</LinkButton>
        </div>
      </AuthFrame>
    );
  }
  if (step.name === 'confirm') {
    const { code, device } = step;
    return (
      <AuthFrame title={`Sign in ${device.deviceName}?`}>
        <div className={css.form}>
          <Notice>{act.message()}</Notice>
          <p>It asks to use your account{device.address ? ` from ${device.address}` : ''}, and must show this code now:</p>
          <output className={css.userCode}>{code}</output>
          <p>Only say yes if the screen is before you. Somebody who sends you a code wants into your account.</p>
          <div className={css.choices}>
            <Button look="primary" busy={act.busy} onClick={() => void answer(code, device, true)}>Yes, sign it in</Button>
            <Button disabled={act.busy} onClick={() => void answer(code, device, false)}>No</Button>
          </div>
        </div>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Sign in a television" subtitle="It shows a code when you choose “Sign in with your phone” there.">
      <form className={css.form} onSubmit={look} noValidate>
        <Notice>{isStatus(act.error, 404) ? null : act.message('userCode')}</Notice>
        <TextField
          label="Code" name="code" defaultValue={given} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={20} required autoFocus
          error={isStatus(act.error, 404) ? 'No screen shows this code now. Look again; codes change after some minutes.' : act.fields['userCode']}
        />
        <Button type="submit" look="primary" busy={act.busy}>Go on</Button>
      </form>
    </AuthFrame>
  );
}
