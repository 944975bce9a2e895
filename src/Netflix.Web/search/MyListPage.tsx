import { catalog } from '../api/catalog';
import { currentProfile } from '../profiles/current';
import { LinkButton } from '../ui/Button';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { useStore } from '../ui/store';
import { Grid } from './Grid';
import css from './Search.module.css';

export function MyListPage() {
  const profileId = useStore(currentProfile)?.profileId ?? '';
  const list = useLoad(`my-list:${profileId}`, (signal) => catalog.myList(profileId, signal));
  const cards = list.state === 'ready' ? list.value : null;
  return (
    <div className={css.page}>
      <header className={css.header}>
        <h1>My List</h1>
      </header>
      {list.state === 'loading' && <Spinner />}
      {list.state === 'failed' && <Failed error={list.error} retry={list.reload} />}
      {cards?.length === 0 && (
        <Empty title="Nothing on your list yet">
          <p>Press “My List” on any title to keep it here.</p>
          <p>&nbsp;</p>
          <LinkButton to="/" look="light">
            Find something
          </LinkButton>
        </Empty>
      )}
      {cards && cards.length > 0 && <Grid cards={cards} label="My List" />}
    </div>
  );
}
