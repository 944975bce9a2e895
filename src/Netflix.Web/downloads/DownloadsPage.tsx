import { useEffect, useMemo, useState } from 'react';
import { downloads, type DownloadItem } from '../api/downloads';
import { currentProfile } from '../profiles/current';
import { Button, LinkButton } from '../ui/Button';
import { bytes } from '../ui/format';
import { ProgressBar } from '../ui/ProgressBar';
import { Empty, Notice } from '../ui/Status';
import { useStore } from '../ui/store';
import { useAction } from '../ui/useAction';
import { useTitle } from '../ui/useTitle';
import css from './Downloads.module.css';
import { endOf, sentences, statusOf, type KeptFilm } from './keptFilm';
import { shelf } from './shelf';
import { useStorage } from './useStorage';

/** The page /downloads: what this device keeps, and what others of the account do. */
export default function DownloadsPage() {
  const profileId = useStore(currentProfile)?.profileId;
  const all = useStore(shelf.films);
  const films = all.filter((film) => film.profileId === profileId);
  const [read, setRead] = useState(false);
  const storage = useStorage(all);
  useTitle('Downloads');
  useEffect(() => {
    void shelf.open().then(() => {
      setRead(true);
      return shelf.sync();
    }).catch(() => undefined);
  }, []);

  return (
    <div className={css.page}>
      <h1>Downloads</h1>
      {storage && (
        <p className={css.storage}>
          <ProgressBar inline percent={(storage.used / Math.max(1, storage.used + storage.free)) * 100} label="Storage used" />
          {bytes(storage.used)} used, {bytes(storage.free)} free on this device
        </p>
      )}
      {read && films.length === 0 && (
        <Empty title="Nothing is kept on this device">
          <p>Press “Download” on a film or an episode to watch it without a network.</p>
        </Empty>
      )}
      <ul className={css.list} aria-label="On this device">
        {films.map((film) => <Kept key={film.downloadId} film={film} />)}
      </ul>
      <Elsewhere />
    </div>
  );
}

function Kept({ film }: { film: KeptFilm }) {
  const share = useStore(shelf.fetching)[film.downloadId];
  const action = useAction();
  const status = statusOf(film);
  const picture = useMemo(() => (film.picture ? URL.createObjectURL(film.picture) : null), [film.picture]);
  useEffect(() => () => {
    if (picture) URL.revokeObjectURL(picture);
  }, [picture]);
  const name = film.episode ? `${film.title} ${film.episode}` : film.title;
  return (
    <li>
      <span className={css.picture}>{picture && <img src={picture} alt="" />}</span>
      <div className={css.text}>
        <strong>{film.title}</strong>
        {film.episode && <span>{film.episode}</span>}
        <span>{film.quality} · {bytes(film.bytes)}</span>
        {share !== undefined ? <ProgressBar inline percent={share * 100} label={`Downloaded of ${name}`} />
          : status === 'ready' ? <span>May be watched until {new Date(endOf(film)).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}</span>
          : <span className={css.bad}>{sentences[status]}</span>}
        <Notice>{action.message()}</Notice>
      </div>
      <div className={css.buttons}>
        {status === 'ready' && <LinkButton to={`/downloads/${film.downloadId}`} look="light" icon="play">{film.position > 0 ? 'Resume' : 'Play'}</LinkButton>}
        {share === undefined && status !== 'refused' && (
          <Button busy={action.busy} icon="again" onClick={() => void action.run(() => shelf.renew(film))}>{status === 'incomplete' ? 'Download again' : 'Renew'}</Button>
        )}
        <Button icon="trash" aria-label={`Remove ${name}`} onClick={() => void action.run(() => shelf.remove(film))}>Remove</Button>
      </div>
    </li>
  );
}

const devices: Record<string, string> = { web: 'a browser', mobile: 'a phone', tablet: 'a tablet', tv: 'a television' };

/** What other devices keep takes of the plan's room: a lost one is freed here. */
function Elsewhere() {
  const [items, setItems] = useState<DownloadItem[]>([]);
  const action = useAction();
  useEffect(() => {
    const gone = new AbortController();
    // Without a network only what is here is shown.
    downloads.list(gone.signal).then((list) => !gone.signal.aborted && setItems(list.filter((item) => !item.thisDevice)), () => undefined);
    return () => gone.abort();
  }, []);
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="elsewhere">
      <h2 id="elsewhere">On other devices</h2>
      <Notice>{action.message()}</Notice>
      <ul className={css.list}>
        {items.map((item) => (
          <li key={item.downloadId}>
            <div className={css.text}>
              <strong>{item.title}</strong>
              <span>{item.quality}, on {devices[item.deviceType] ?? 'a device'}</span>
            </div>
            <Button
              icon="trash" busy={action.busy}
              onClick={() => void action.run(async () => {
                await downloads.remove(item.downloadId);
                setItems((list) => list.filter((one) => one !== item));
              })}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
