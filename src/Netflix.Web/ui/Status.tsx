import type { ReactNode } from 'react';
import { messageOf, OfflineError } from '../api/problem';
import { Button, LinkButton } from './Button';
import css from './Status.module.css';

export const Spinner = ({ label = 'Loading' }: { label?: string }) => (
  <div className={css.center} role="status">
    <span className={css.spinner} />
    <span className="visually-hidden">{label}</span>
  </div>
);

/** Something could not be shown: what, and the way on. */
export const Failed = ({ error, retry, title = 'This did not load' }: { error: unknown; retry?: () => void; title?: string }) => (
  <div className={css.center} role="alert">
    <h2>{title}</h2>
    <p className={css.text}>{messageOf(error)}</p>
    {error instanceof OfflineError && localStorage.getItem('marquee.keeps') !== null && <LinkButton to="/downloads" icon="download">What this device keeps</LinkButton>}
    {retry && (
      <Button look="light" onClick={retry}>
        Try again
      </Button>
    )}
  </div>
);

export const Empty = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className={css.center}>
    <h2>{title}</h2>
    <div className={css.text}>{children}</div>
  </div>
);

/** What went wrong with the last action, over the form or list it concerns. */
export const Notice = ({ children, good = false }: { children: ReactNode; good?: boolean }) =>
  children ? (
    <p className={good ? `${css.notice} ${css.good}` : css.notice} role={good ? 'status' : 'alert'}>
      {children}
    </p>
  ) : null;
