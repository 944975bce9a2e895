import { useState, type ReactNode } from 'react';
import css from './Video.module.css';

/** What is opened when it is wanted, and asked for only then. */
export function Fold({ title, children }: { title: string; children: () => ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className={css.details} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{title}</summary>
      {opened && <div>{children()}</div>}
    </details>
  );
}
