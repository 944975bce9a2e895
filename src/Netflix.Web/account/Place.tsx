import { useState, type FormEvent } from 'react';
import { accounts, type Account } from '../api/accounts';
import { languages } from '../api/languages';
import { countries } from '../auth/countries';
import { Button } from '../ui/Button';
import { SelectField } from '../ui/Field';
import { Notice } from '../ui/Status';
import { forgetPages } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import css from './Account.module.css';

/** Where the account is at home and what it speaks: both shape what is shown. */
export function Place({ account, reload }: { account: Account; reload: () => void }) {
  const change = useAction();
  const [done, setDone] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setDone(false);
    void change.run(async () => {
      await accounts.update({ country: String(form.get('country')), language: String(form.get('language')) });
      forgetPages();
      reload();
      setDone(true);
    });
  }

  return (
    <section className={css.section} aria-labelledby="place">
      <h2 id="place">Country and language</h2>
      <Notice>{change.message('country', 'language')}</Notice>
      {done && <Notice good>Saved.</Notice>}
      <form className={css.form} onSubmit={submit} onChange={() => setDone(false)} noValidate>
        <SelectField label="Country" name="country" defaultValue={account.country} autoComplete="country" error={change.fields['country']}>
          {countries().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
        </SelectField>
        <SelectField label="Language" name="language" defaultValue={account.language} error={change.fields['language']}>
          {languages(account.language).map(({ tag, name }) => <option key={tag} value={tag}>{name}</option>)}
        </SelectField>
        <Button type="submit" busy={change.busy}>Save</Button>
      </form>
    </section>
  );
}
