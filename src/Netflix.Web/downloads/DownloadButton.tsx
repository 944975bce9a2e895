import { useEffect, useState } from 'react';
import { currentProfile } from '../profiles/current';
import { Button, IconButton, LinkButton } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { bytes } from '../ui/format';
import { Notice } from '../ui/Status';
import { useStore } from '../ui/store';
import { useAction } from '../ui/useAction';
import css from './Downloads.module.css';
import { statusOf } from './keptFilm';
import { shelf } from './shelf';
import { useStorage } from './useStorage';

const qualities: [string, string][] = [['auto', 'The best your plan has'], ['1080p', '1080p'], ['720p', '720p'], ['480p', '480p'], ['240p', 'The smallest']];
const remembered = 'marquee.downloadQuality';

/** Keeps a film or an episode on this device; then leads to it. */
export function DownloadButton({ videoId, name, small = false }: { videoId: string; name: string; small?: boolean }) {
  const profileId = useStore(currentProfile)?.profileId;
  const film = useStore(shelf.films).find((one) => one.videoId === videoId && one.profileId === profileId);
  const share = useStore(shelf.fetching)[film?.downloadId ?? ''];
  const [asking, setAsking] = useState(false);
  useEffect(() => void (shelf.isPossible() && shelf.open().catch(() => undefined)), []);
  if (!shelf.isPossible()) return null;
  if (film) {
    const said = share !== undefined ? `Downloading ${Math.round(share * 100)} %` : statusOf(film) === 'ready' ? 'Downloaded' : statusOf(film) === 'incomplete' ? 'Download stopped' : 'Download has ended';
    return <LinkButton to="/downloads" icon={statusOf(film) === 'ready' ? 'check' : 'download'}>{said}</LinkButton>;
  }
  return (
    <>
      {small ? <IconButton icon="download" label={`Download ${name}`} onClick={() => setAsking(true)} /> : <Button icon="download" onClick={() => setAsking(true)}>Download</Button>}
      {asking && <Choose videoId={videoId} name={name} onClose={() => setAsking(false)} />}
    </>
  );
}

function Choose({ videoId, name, onClose }: { videoId: string; name: string; onClose: () => void }) {
  const [quality, setQuality] = useState(localStorage.getItem(remembered) ?? 'auto');
  const storage = useStorage(null);
  const action = useAction();
  const take = () => action.run(async () => {
    localStorage.setItem(remembered, quality);
    await shelf.take(videoId, quality);
    onClose();
  });
  return (
    <Dialog title={`Download ${name}`} onClose={onClose}>
      <div className={css.form}>
        <label>
          Quality
          <select value={quality} onChange={(event) => setQuality(event.target.value)}>
            {qualities.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
          </select>
        </label>
        {storage && <p>{bytes(storage.free)} free on this device</p>}
        <Notice>{action.message()}</Notice>
        <Button look="primary" icon="download" busy={action.busy} onClick={() => void take()}>{action.busy ? 'Downloading' : 'Download'}</Button>
      </div>
    </Dialog>
  );
}
