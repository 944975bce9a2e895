import { useState } from 'react';
import { taste } from '../api/taste';
import { currentProfile } from '../profiles/current';
import { Button } from '../ui/Button';
import { forgetPages, useLoad } from '../ui/useLoad';
import { useAction } from '../ui/useAction';
import { useStore } from '../ui/store';

/** "Not for me": the title is not recommended any more; it can still be found. */
export function HideButton({ contentId }: { contentId: string }) {
  const profileId = useStore(currentProfile)?.profileId ?? '';
  const known = useLoad(`taste:${profileId}`, (signal) => taste.get(profileId, signal));
  const [changed, setChanged] = useState<boolean | null>(null);
  const toggle = useAction();
  const hidden = changed ?? (known.state === 'ready' && known.value.hidden.includes(contentId));
  const change = () => toggle.run(async () => {
    await (hidden ? taste.show(profileId, contentId) : taste.hide(profileId, contentId));
    forgetPages();
    setChanged(!hidden);
  });
  return (
    <>
      <Button aria-pressed={hidden} busy={toggle.busy} onClick={() => void change()}>Not for me</Button>
      {toggle.error !== null && <span role="alert">{toggle.message()}</span>}
    </>
  );
}
