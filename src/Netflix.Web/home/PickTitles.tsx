import { useState } from 'react';
import { taste } from '../api/taste';
import { Artwork } from '../ui/Artwork';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { useAction } from '../ui/useAction';
import { useLoad } from '../ui/useLoad';
import css from './PickTitles.module.css';

const enough = 3;
const dismissedKey = (profileId: string) => `marquee.picks.${profileId}`;

/** Asks a profile of which nothing is known what it likes; can be put away. */
export function PickTitles({ profileId, done }: { profileId: string; done: () => void }) {
  const [dismissed, setDismissed] = useState(() => localStorage.getItem(dismissedKey(profileId)) !== null);
  const [picked, setPicked] = useState<string[]>([]);
  const known = useLoad(`offer:${profileId}`, (signal) => taste.offer(profileId, signal));
  const save = useAction();
  if (dismissed || known.state !== 'ready' || known.value.offered.length < 2 * enough || known.value.picked.length > 0) return null;

  const toggle = (contentId: string) => setPicked(picked.includes(contentId) ? picked.filter((one) => one !== contentId) : [...picked, contentId]);
  const send = () => save.run(async () => {
    await taste.pick(profileId, picked);
    done();
  });
  const dismiss = () => {
    localStorage.setItem(dismissedKey(profileId), '1');
    setDismissed(true);
  };
  return (
    <section className={css.picks} aria-labelledby="picks">
      <h2 id="picks">What do you like?</h2>
      <p>Pick {enough} titles or more, and this page becomes yours.</p>
      <ul className={css.grid}>
        {known.value.offered.map((card) => (
          <li key={card.contentId}>
            <button type="button" className={css.card} aria-pressed={picked.includes(card.contentId)} onClick={() => toggle(card.contentId)}>
              <Artwork src={card.thumbnailUrl} title={card.title} />
              {picked.includes(card.contentId) && <span className={css.mark}><Icon name="check" size="1.6em" /></span>}
              <span className={css.name}>{card.title}</span>
            </button>
          </li>
        ))}
      </ul>
      {save.error !== null && <p role="alert">{save.message()}</p>}
      <div className={css.actions}>
        <Button look="light" busy={save.busy} disabled={picked.length < enough} onClick={() => void send()}>
          {picked.length < enough ? `Pick ${enough - picked.length} more` : 'Show my page'}
        </Button>
        <Button onClick={dismiss}>Not now</Button>
      </div>
    </section>
  );
}
