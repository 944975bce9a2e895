import css from './Brand.module.css';

/** Our word-mark: an M as a cinema's marquee, and the name. */
export const Brand = ({ large = false }: { large?: boolean }) => (
  <span className={large ? `${css.brand} ${css.large}` : css.brand}>
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path d="M4 25V8l12 10L28 8v17" fill="none" stroke="currentColor" strokeWidth="4.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
    <span>Marquee</span>
  </span>
);
