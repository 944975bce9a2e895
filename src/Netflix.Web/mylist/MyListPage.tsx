import { catalog, type Card } from '../api/catalog';
import { currentProfile } from '../profiles/current';
import css from '../search/Search.module.css';
import { LinkButton } from '../ui/Button';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { useStore } from '../ui/store';
import { OrderedList } from './OrderedList';

export function MyListPage() {
  const profileId = useStore(currentProfile)?.profileId ?? '';
  const list = useLoad(`my-list:${profileId}`, (signal) => wholeList(profileId, signal));
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
      {cards && cards.length > 0 && <OrderedList profileId={profileId} cards={cards} />}
    </div>
  );
}

/** An order is of the whole list, so the whole of it is read. */
async function wholeList(profileId: string, signal: AbortSignal): Promise<Card[]> {
  const cards: Card[] = [];
  for (let page = 1; ; page++) {
    const { items, totalCount } = await catalog.myList(profileId, page, signal);
    cards.push(...items);
    if (items.length === 0 || cards.length >= totalCount) return cards;
  }
}
