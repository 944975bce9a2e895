import { useState, type FormEvent } from 'react';
import { accounts, type Account } from '../api/accounts';
import { currentProfile } from '../profiles/current';
import { session } from '../auth/session';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { TextField } from '../ui/Field';
import { saveFile } from '../ui/saveFile';
import { Notice } from '../ui/Status';
import { forgetPages } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import css from './Account.module.css';

/** All we know about the account, to take along or to have deleted. */
export function YourData({ account }: { account: Account }) {
  const [deleting, setDeleting] = useState(false);
  const take = useAction();
  const download = () => take.run(async () => saveFile(await accounts.exportAll(), `marquee-${new Date().toISOString().slice(0, 10)}.json`));
  return (
    <section className={css.section} aria-labelledby="data">
      <h2 id="data">Your data</h2>
      <p>One file with all that is stored about the account: profiles, lists, history, ratings, reviews and devices.</p>
      <Notice>{take.message()}</Notice>
      <div className={css.actions}>
        <Button icon="download" busy={take.busy} onClick={() => void download()}>Download my data</Button>
        <Button look="danger" icon="trash" onClick={() => setDeleting(true)}>Delete account</Button>
      </div>
      {deleting && <DeleteDialog email={account.email} onClose={() => setDeleting(false)} />}
    </section>
  );
}

function DeleteDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const remove = useAction();
  const sure = typed.trim().toLowerCase() === email.toLowerCase();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!sure) return;
    void remove.run(async () => {
      await accounts.remove();
      currentProfile.set(null);
      forgetPages();
      session.end();
    });
  }

  return (
    <Dialog title="Delete the account?" onClose={onClose}>
      <form className={css.dialog} onSubmit={submit} noValidate>
        <p>All profiles, lists, history, ratings and reviews go at once, on every device. Nobody can bring them back.</p>
        <Notice>{remove.message()}</Notice>
        <TextField label={`Type ${email} to go on`} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" autoCapitalize="off" spellCheck={false} autoFocus />
        <div className={css.actions}>
          <Button type="submit" look="danger" disabled={!sure} busy={remove.busy}>Delete for ever</Button>
          <Button onClick={onClose}>Keep it</Button>
        </div>
      </form>
    </Dialog>
  );
}
