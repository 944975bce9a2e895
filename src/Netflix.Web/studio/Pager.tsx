import { useSearchParams } from 'react-router';
import { LinkButton } from '../ui/Button';
import css from './Studio.module.css';

/** Which page of a list the address names. */
export const pageOf = (query: URLSearchParams) => Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1);

export function Pager({ page, limit, totalCount }: { page: number; limit: number; totalCount: number }) {
  const [query] = useSearchParams();
  const pages = Math.max(1, Math.ceil(totalCount / limit));
  if (pages === 1 && page === 1) return null;
  const to = (number: number) => {
    const next = new URLSearchParams(query);
    next.set('page', String(number));
    return `?${next}`;
  };
  return (
    <nav className={css.pager} aria-label="Pages">
      {page > 1 && <LinkButton to={to(page - 1)} icon="back">Before</LinkButton>}
      <span>Page {page.toLocaleString('en')} of {pages.toLocaleString('en')}</span>
      {page < pages && <LinkButton to={to(page + 1)}>Next</LinkButton>}
    </nav>
  );
}
