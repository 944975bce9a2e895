import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import type { PlaybackStart } from '../api/playback';
import { Overlay } from '../player/Overlay';
import css from '../player/Player.module.css';
import { PlayerEngine } from '../player/PlayerEngine';
import type { Source } from '../player/playerState';
import { profileSettings } from '../player/profileSettings';
import { styleSubtitles } from '../player/subtitles';
import { rememberTracks } from '../player/trackMemory';
import { currentProfile } from '../profiles/current';
import { LinkButton } from '../ui/Button';
import { Spinner } from '../ui/Status';
import { useStore } from '../ui/store';
import { sentences, statusOf, type KeptFilm } from './keptFilm';
import { unseal } from './seal';
import { shelf } from './shelf';

const noted = 5000;
const home = '/downloads';

/** The page /downloads/{id}: a kept film plays, with a network or without. */
export default function KeptWatch() {
  const { downloadId = '' } = useParams();
  const [film, setFilm] = useState<KeptFilm | null | undefined>(undefined);
  useEffect(() => {
    // As it is when the page opens: its position changes while it plays.
    void shelf.open().then(() => setFilm(shelf.films.get().find((one) => one.downloadId === downloadId && one.profileId === currentProfile.get()?.profileId) ?? null));
  }, [downloadId]);
  if (film === undefined) return <main className={css.page}><Spinner label="Starting" /></main>;
  if (film === null) return <Stopped title="This download is not on this device" text="It was removed, or is another profile’s." />;
  return <Checked key={film.downloadId} film={film} />;
}

/** The licence is looked at before the film plays, and all the while. */
function Checked({ film }: { film: KeptFilm }) {
  const current = useStore(shelf.films).find((one) => one.downloadId === film.downloadId);
  const [, look] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => look((n) => n + 1), noted);
    return () => clearInterval(timer);
  }, []);
  if (!current) return <Stopped title="This download was taken back" text="It is not on this device any more." />;
  const status = statusOf(current);
  return status === 'ready' ? <KeptPlayer film={film} /> : <Stopped title={`${film.title} cannot be played now`} text={sentences[status]} />;
}

const Stopped = ({ title, text }: { title: string; text: string }) => (
  <main className={css.page}>
    <div className={css.message} role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      <LinkButton to={home} look="light" replace>Downloads</LinkButton>
    </div>
  </main>
);

function KeptPlayer({ film }: { film: KeptFilm }) {
  const video = useRef<HTMLVideoElement>(null);
  const frame = useRef<HTMLElement>(null);
  const [playing, setPlaying] = useState<{ engine: PlayerEngine; sourceAt: (position: number) => Source } | null>(null);
  useEffect(() => {
    const element = video.current!;
    const gone = new AbortController();
    const engine = new PlayerEngine(element, Infinity);
    const forgetTracks = rememberTracks(engine, film.contentId);
    const note = () => {
      if (['ready', 'ended'].includes(engine.state.get().status) && element.currentTime > 0) void shelf.played(film.downloadId, element.currentTime);
    };
    const timer = setInterval(() => !element.paused && note(), noted);
    for (const event of ['playing', 'pause', 'seeked', 'ended']) element.addEventListener(event, note, { signal: gone.signal });
    window.addEventListener('pagehide', note, { signal: gone.signal });
    styleSubtitles(profileSettings().get().subtitles);
    void (film.licence.keys ? unseal(film.licence.keys) : Promise.resolve({})).then((keys) => {
      if (gone.signal.aborted) return;
      const sourceAt = (startAt: number): Source => ({ dashUrl: '', hlsUrl: '', licenseUrl: null, kept: { uri: film.uri!, keys }, startAt, duration: film.durationSeconds });
      setPlaying({ engine, sourceAt });
      void engine.load(sourceAt(film.position));
    });
    return () => {
      note();
      clearInterval(timer);
      gone.abort();
      forgetTracks();
      engine.destroy();
      void shelf.sync().catch(() => undefined);
    };
  }, [film]);
  return (
    <main ref={frame} className={css.page}>
      <video ref={video} className={css.video} playsInline />
      {playing && <Overlay {...playing} start={startOf(film)} contentId={film.contentId} title={null} leaveTo={home} onExpired={() => undefined} video={video} frame={frame} />}
    </main>
  );
}

/** What the controls want to know of a viewing. */
const starts = new WeakMap<KeptFilm, PlaybackStart>();
function startOf(film: KeptFilm): PlaybackStart {
  const known = starts.get(film);
  if (known) return known;
  const made: PlaybackStart = {
    sessionId: film.downloadId, contentId: film.contentId, title: film.episode ? `${film.title} · ${film.episode}` : film.title, manifestUrl: '', dashManifestUrl: '', licenseUrl: null,
    resumePosition: film.position, durationSeconds: film.durationSeconds, markers: film.markers,
  };
  starts.set(film, made);
  return made;
}
