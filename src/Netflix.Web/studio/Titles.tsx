import { useState } from 'react';
import { Link } from 'react-router';
import { studio } from '../api/studio';
import { Artwork } from '../ui/Artwork';
import { Button, LinkButton } from '../ui/Button';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { StateBadge } from './StateBadge';
import css from './Studio.module.css';

const size = 100;

export function Titles() {
  const [page, setPage] = useState(1);
  const titles = useLoad(`studio:${page}`, (signal) => studio.titles(page, signal));
  if (titles.state === 'loading') return <Spinner />;
  if (titles.state === 'failed') return <Failed error={titles.error} retry={titles.reload} />;
  const { items, totalCount } = titles.value;
  if (totalCount === 0) {
    return (
      <Empty title="No titles yet">
        <p>Make one, upload its film, and publish it when it is encoded.</p>
        <p>&nbsp;</p>
        <LinkButton to="/studio/new" look="primary" icon="plus">New title</LinkButton>
      </Empty>
    );
  }
  return (
    <>
      <header className={css.header}>
        <h1>Titles <small>{totalCount}</small></h1>
        <LinkButton to="/studio/new" look="primary" icon="plus">New title</LinkButton>
      </header>
      <ul className={css.titles}>
        {items.map((title) => (
          <li key={title.contentId}>
            <Link to={`/studio/${title.contentId}`}>
              <span className={css.thumb}><Artwork src={title.thumbnailUrl} title={title.title} /></span>
              <span className={css.titleName}>{title.title}</span>
              <span className={css.muted}>{[title.type, title.releaseYear].filter(Boolean).join(' · ')}</span>
              <StateBadge state={title.state} playable={title.playable} />
            </Link>
          </li>
        ))}
      </ul>
      {totalCount > size && (
        <div className={css.pager}>
          <Button disabled={page === 1} onClick={() => setPage(page - 1)}>Newer</Button>
          <Button disabled={page * size >= totalCount} onClick={() => setPage(page + 1)}>Older</Button>
        </div>
      )}
    </>
  );
}
