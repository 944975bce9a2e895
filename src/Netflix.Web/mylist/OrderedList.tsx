import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { catalog, type Card } from '../api/catalog';
import { messageOf } from '../api/problem';
import { TitleCard } from '../home/TitleCard';
import { IconButton, LinkButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Empty, Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import css from './MyList.module.css';
import { useDrag } from './useDrag';
import { useOrder } from './useOrder';

/** My List, put in order by dragging a title's handle, or by the arrow keys on it. */
export function OrderedList({ profileId, cards }: { profileId: string; cards: Card[] }) {
  const id = useId();
  const { order, error, move, remove, saveSoon } = useOrder(profileId, cards);
  const removal = useAction();
  const list = useRef<HTMLUListElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [told, setTold] = useState('');

  const tell = (card: Card, index: number) => setTold(`${card.title} is now ${index + 1} of ${order.length}.`);

  function onKey(event: KeyboardEvent<HTMLButtonElement>, card: Card, index: number) {
    const to = targetOf(event.key, index, columnsOf(list.current!), order.length);
    if (to === null) return;
    event.preventDefault();
    const handle = event.currentTarget;
    if (to === index) return;
    // Moving an element takes its focus away: drawn at once, and focused again.
    flushSync(() => move(index, to));
    handle.focus();
    handle.scrollIntoView({ block: 'nearest' });
    tell(card, to);
    saveSoon();
  }

  useDrag(dragged !== null, {
    onMove(x, y) {
      const places = [...list.current!.querySelectorAll<HTMLElement>('[data-place]')];
      const from = order.findIndex((card) => card.contentId === dragged);
      const to = places.findIndex((place) => contains(place.getBoundingClientRect(), x, y));
      if (from >= 0 && to >= 0 && to !== from) move(from, to);
    },
    onEnd() {
      const index = order.findIndex((card) => card.contentId === dragged);
      setDragged(null);
      if (index < 0) return;
      tell(order[index]!, index);
      saveSoon();
    },
  });

  const takeOff = (card: Card) =>
    removal.run(async () => {
      await catalog.removeFromMyList(profileId, card.contentId);
      remove(card.contentId);
      setTold(`${card.title} is off your list.`);
    });

  if (order.length === 0) {
    return (
      <Empty title="Nothing on your list any more">
        <LinkButton to="/" look="light">Find something</LinkButton>
      </Empty>
    );
  }
  return (
    <>
      <p id={`${id}-how`} className={css.how}>
        Drag a title by its handle <Icon name="grip" size="1em" /> to put it where you like, or use the arrow keys on the handle.
      </p>
      <Notice>{error !== null && `The new order was not saved. ${messageOf(error)}`}</Notice>
      <Notice>{removal.message()}</Notice>
      <p role="status" className="visually-hidden">{told}</p>
      <ul ref={list} className={dragged === null ? css.list : `${css.list} ${css.busy}`} aria-label="My List" onDragStart={(event) => event.preventDefault()}>
        {order.map((card, index) => (
          <li key={card.contentId} data-place className={card.contentId === dragged ? css.dragged : undefined}>
            <TitleCard card={card} />
            <div className={css.tools}>
              <button
                type="button" className={css.handle} aria-label={`Move ${card.title}, ${index + 1} of ${order.length}`} title="Drag to move"
                aria-describedby={`${id}-how`}
                onKeyDown={(event) => onKey(event, card, index)}
                onPointerDown={(event) => event.button === 0 && setDragged(card.contentId)}
              >
                <Icon name="grip" size="1.3em" />
              </button>
              <IconButton icon="close" label={`Take ${card.title} off the list`} className={css.remove ?? ''} disabled={removal.busy} onClick={() => void takeOff(card)} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Where a key takes a title; null for keys that move nothing. */
function targetOf(key: string, index: number, columns: number, count: number): number | null {
  const to = { ArrowLeft: index - 1, ArrowRight: index + 1, ArrowUp: index - columns, ArrowDown: index + columns, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : Math.min(count - 1, Math.max(0, to));
}

const contains = (box: DOMRect, x: number, y: number) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;

const columnsOf = (list: HTMLElement) => getComputedStyle(list).gridTemplateColumns.split(' ').length;
