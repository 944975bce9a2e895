import { useState, type FormEvent } from 'react';
import { encoding, type Job } from '../../api/encoding';
import { languages } from '../../api/languages';
import { video, type Place, type Track } from '../../api/video';
import { Button, IconButton } from '../../ui/Button';
import { SelectField, TextField } from '../../ui/Field';
import { channelName } from '../../ui/format';
import { Failed, Notice, Spinner } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import { useLoad } from '../../ui/useLoad';
import { JobCard } from '../encoding/JobCard';
import studioCss from '../Studio.module.css';
import type { UploadTarget } from '../upload';
import css from './Video.module.css';

type Medium = 'subtitles' | 'audio';

const media: Record<Medium, { add: string; accept: string; kinds: [string, string][] }> = {
  subtitles: {
    add: 'Add subtitles', accept: '.srt,.vtt,.ass,.ssa,.ttml,.dfxp,.xml',
    kinds: [['subtitles', 'Subtitles'], ['captions', 'Captions, for who cannot hear'], ['forced', 'Foreign speech alone']],
  },
  audio: {
    add: 'Add sound', accept: 'audio/*,video/*,.mka,.mkv,.ac3,.eac3',
    kinds: [['main', 'The film in another language'], ['commentary', 'Commentary'], ['description', 'Description, for who cannot see']],
  },
};

/** The sounds and subtitles a video plays with; more are added by a job, while viewers watch on. */
export function TracksEditor({ target }: { target: UploadTarget }) {
  const { contentId } = target;
  const place: Place = { seasonNumber: target.seasonNumber, episodeNumber: target.episodeNumber };
  const tracks = useLoad(`tracks:${contentId}:${place.seasonNumber}:${place.episodeNumber}`, (signal) => video.tracks(contentId, place, signal));
  const [adding, setAdding] = useState<Medium | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const remove = useAction();
  const removeTrack = (track: Track) =>
    void remove.run(async () => {
      await video.removeTrack(contentId, track.name, place).finally(() => setRemoving(null));
      tracks.reload();
    });

  return (
    <>
      {tracks.state === 'loading' && <Spinner />}
      {tracks.state === 'failed' && <Failed error={tracks.error} retry={tracks.reload} />}
      {tracks.state === 'ready' && (
        <ul className={css.trackList} aria-label="Tracks">
          {[...tracks.value.audioTracks, ...tracks.value.subtitleTracks].map((track) => (
            <li key={track.name}>
              <p>
                <strong>{track.label}</strong>
                <span className={studioCss.muted}>{describe(track)}</span>
              </p>
              {removing === track.name ? (
                <span className={css.sure}>
                  <Button look="danger" busy={remove.busy} aria-label={`Really remove ${track.label}`} onClick={() => removeTrack(track)}>Really remove it</Button>
                  <Button onClick={() => setRemoving(null)}>Keep it</Button>
                </span>
              ) : (
                <IconButton icon="trash" label={`Remove ${track.label}, ${describe(track)}`} disabled={remove.busy} onClick={() => setRemoving(track.name)} />
              )}
            </li>
          ))}
          {tracks.value.audioTracks.length === 0 && <li className={studioCss.muted}>No sound yet: the film is silent.</li>}
          {tracks.value.subtitleTracks.length === 0 && <li className={studioCss.muted}>No subtitles yet.</li>}
        </ul>
      )}
      <Notice>{remove.message()}</Notice>
      {job && <JobCard key={job.jobId} job={job} name={job.title} onEnded={tracks.reload} />}
      {adding ? (
        <TrackForm
          key={adding} medium={adding} contentId={contentId} place={place} onClose={() => setAdding(null)} onStarted={(jobId) => {
            setAdding(null);
            void encoding.job(jobId).then(setJob, () => undefined);
          }}
        />
      ) : (
        <div className={studioCss.buttons}>
          <Button icon="captions" onClick={() => setAdding('subtitles')}>{media.subtitles.add}</Button>
          <Button icon="audio" onClick={() => setAdding('audio')}>{media.audio.add}</Button>
        </div>
      )}
    </>
  );
}

/** "Sound, 5.1 · commentary · en". */
const describe = (track: Track) =>
  [track.channels ? `Sound, ${channelName(track.channels)}` : 'Text', track.kind === 'main' ? null : track.kind, track.language === 'und' ? null : track.language].filter(Boolean).join(' · ');

function TrackForm({ medium, contentId, place, onClose, onStarted }: { medium: Medium; contentId: string; place: Place; onClose: () => void; onStarted: (jobId: string) => void }) {
  const send = useAction();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void send.run(async () => onStarted(await video.addTrack(contentId, medium, form, place)));
  }
  return (
    <form className={css.trackForm} aria-label={media[medium].add} onSubmit={submit}>
      <TextField label="File" name="file" type="file" required accept={media[medium].accept} error={send.fields['file']} />
      <SelectField label="Language" name="language" required defaultValue="" error={send.fields['language']}>
        <option value="" disabled>Choose</option>
        {languages().map(({ tag, name }) => <option key={tag} value={tag}>{name}</option>)}
      </SelectField>
      <SelectField label="Kind" name="kind" error={send.fields['kind']}>
        {media[medium].kinds.map(([kind, name]) => <option key={kind} value={kind}>{name}</option>)}
      </SelectField>
      <TextField label="Name (optional)" name="label" maxLength={60} placeholder="The language's own" error={send.fields['label']} />
      <Notice>{send.message('file', 'language', 'kind', 'label')}</Notice>
      <div className={studioCss.buttons}>
        <Button type="submit" look="primary" icon="plus" busy={send.busy}>Add</Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
