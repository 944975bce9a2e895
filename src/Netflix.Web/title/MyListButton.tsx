import { useState } from 'react';
import { catalog } from '../api/catalog';
import { currentProfile } from '../profiles/current';
import { Button } from '../ui/Button';
import { useAction } from '../ui/useAction';
import { useStore } from '../ui/store';

/** Adds to or takes off My List. */
export function MyListButton({ contentId, inMyList }: { contentId: string; inMyList: boolean }) {
  const profileId = useStore(currentProfile)?.profileId ?? '';
  const [listed, setListed] = useState(inMyList);
  const toggle = useAction();
  const change = () =>
    toggle.run(async () => {
      if (listed) await catalog.removeFromMyList(profileId, contentId);
      else await catalog.addToMyList(profileId, contentId);
      setListed(!listed);
    });
  return (
    <>
      <Button icon={listed ? 'check' : 'plus'} aria-pressed={listed} busy={toggle.busy} onClick={() => void change()}>
        My List
      </Button>
      {toggle.error !== null && <span role="alert">{toggle.message()}</span>}
    </>
  );
}
