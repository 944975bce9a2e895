import { useEffect, useId, useRef, useState } from 'react';
import type { Upload } from 'tus-js-client';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { ProgressBar } from '../ui/ProgressBar';
import { Notice } from '../ui/Status';
import css from './Studio.module.css';
import { createUpload, type UploadTarget } from './upload';

type Phase = 'choose' | 'sending' | 'paused' | 'done';

/** Chooses a file and sends it, with pause and resume. */
export function UploadBox({ target, replace, onDone }: { target: UploadTarget; replace: boolean; onDone: () => void }) {
  const id = useId();
  const upload = useRef<Upload | null>(null);
  const [phase, setPhase] = useState<Phase>('choose');
  const [sent, setSent] = useState({ bytes: 0, total: 0, name: '' });
  const [error, setError] = useState<string | null>(null);

  // Leaving the page stops the sending; what is sent stays, and the same file goes on from there.
  useEffect(() => () => void upload.current?.abort(), []);

  async function choose(file: File | undefined) {
    if (!file) return;
    setError(null);
    setSent({ bytes: 0, total: file.size, name: file.name });
    upload.current = await createUpload(file, target, {
      onProgress: (bytes, total) => setSent({ bytes, total, name: file.name }),
      onDone: () => {
        setPhase('done');
        onDone();
      },
      onError: (message) => {
        setError(message);
        setPhase('paused');
      },
    });
    resume();
  }

  function resume() {
    setError(null);
    setPhase('sending');
    upload.current?.start();
  }

  function pause() {
    void upload.current?.abort();
    setPhase('paused');
  }

  function forget() {
    // Also on the server: a half film nobody goes on with would only take room.
    void upload.current?.abort(true).catch(() => undefined);
    upload.current = null;
    setError(null);
    setPhase('choose');
  }

  if (phase === 'done') return <Notice good>Uploaded {sent.name}. The encoding starts now.</Notice>;
  if (phase === 'choose') {
    return (
      <label
        className={css.drop}
        htmlFor={id}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void choose(event.dataTransfer.files[0]);
        }}
      >
        <Icon name="upload" size="2.2em" />
        <strong>{replace ? 'Replace the video' : 'Upload the video'}</strong>
        {replace && <span>The current version plays on until the new one is ready.</span>}
        <span>Choose a file or drop it here. It can be paused, and goes on after a reload.</span>
        <input id={id} className="visually-hidden" type="file" accept="video/*,.mkv,.mov,.mxf,.ts" onChange={(event) => void choose(event.target.files?.[0])} />
      </label>
    );
  }
  const percent = sent.total > 0 ? (sent.bytes / sent.total) * 100 : 0;
  return (
    <div className={css.upload}>
      <div className={css.uploadLine}>
        <strong>{sent.name}</strong>
        <span className={css.muted}>{megabytes(sent.bytes)} of {megabytes(sent.total)} MB, {Math.floor(percent)}%</span>
      </div>
      <ProgressBar inline percent={percent} label={`Uploaded of ${sent.name}`} />
      <Notice>{error}</Notice>
      <div className={css.buttons}>
        {phase === 'sending' ? <Button icon="pause" onClick={pause}>Pause</Button> : <Button look="primary" icon="play" onClick={resume}>Resume</Button>}
        <Button onClick={forget}>Cancel</Button>
      </div>
    </div>
  );
}

const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);
