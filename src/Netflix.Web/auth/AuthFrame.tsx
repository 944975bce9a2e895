import type { ReactNode } from 'react';
import { Brand } from '../ui/Brand';
import { useTitle } from '../ui/useTitle';
import css from './Auth.module.css';

export function AuthFrame({ title, subtitle, wide = false, children }: { title: string; subtitle?: string; wide?: boolean; children: ReactNode }) {
  useTitle(title);
  return (
    <div className={css.page}>
      <header className={css.header}>
        <Brand large />
      </header>
      <main className={wide ? `${css.panel} ${css.wide}` : css.panel}>
        <h1>{title}</h1>
        {subtitle && <p className={css.subtitle}>{subtitle}</p>}
        {children}
      </main>
    </div>
  );
}
