import { useState, type FormEvent } from 'react';
import { opinions, type Review } from '../api/opinions';
import { Button } from '../ui/Button';
import { TextArea } from '../ui/Field';
import { Notice } from '../ui/Status';
import { StarInput } from '../ui/Stars';
import { useAction } from '../ui/useAction';
import css from './Reviews.module.css';

interface Props {
  contentId: string;
  review: Review | null;
  onSaved: () => void;
  onCancel: () => void;
}

export function ReviewForm({ contentId, review, onSaved, onCancel }: Props) {
  const [stars, setStars] = useState<number | null>(review?.rating ?? null);
  const save = useAction();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text')).trim();
    void save.run(async () => {
      await opinions.write(contentId, text, stars);
      onSaved();
    });
  }

  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Notice>{save.message('text')}</Notice>
      <StarInput name="review-stars" label="Stars, if you like" value={stars} onChange={setStars} />
      <TextArea
        label="Your review" name="text" defaultValue={review?.text} rows={5} maxLength={5000} required autoFocus
        hint="Shown with the name of your profile. Please give no ending away." error={save.fields['text']}
      />
      <div className={css.actions}>
        <Button type="submit" look="primary" busy={save.busy}>{review ? 'Save' : 'Publish review'}</Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
