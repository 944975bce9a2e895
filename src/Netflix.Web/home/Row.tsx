import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { Link } from 'react-router';
import type { Card } from '../api/catalog';
import { Icon } from '../ui/Icon';
import { TitleCard } from './TitleCard';
import { useSeen, type RowPlace } from './useSeen';
import css from './Row.module.css';

/**
 * A row of titles that scrolls by touch, wheel, buttons and arrow keys.
 * @param place Of a home page's row: what is seen and clicked of it is reported.
 */
export function Row({ title, to, cards, continuing = false, place }: { title: string; to?: string; cards: Card[]; continuing?: boolean; place?: RowPlace }) {
  const id = useId();
  const strip = useRef<HTMLUListElement>(null);
  const [ends, setEnds] = useState({ start: true, end: false });

  useEffect(() => {
    const element = strip.current;
    if (!element) return;
    const look = () => setEnds({ start: element.scrollLeft < 8, end: element.scrollLeft + element.clientWidth > element.scrollWidth - 8 });
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [cards.length]);

  useSeen(strip, place, cards.map((card) => card.contentId));

  const turn = (direction: 1 | -1) => strip.current?.scrollBy({ left: direction * strip.current.clientWidth * 0.85, behavior: 'smooth' });

  function onKey(event: KeyboardEvent) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const links = [...strip.current!.querySelectorAll<HTMLElement>('a[data-card]')];
    const next = links[links.findIndex((link) => link === document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ behavior: 'smooth', block: 'nearest', inline: 'center' });
  }

  return (
    <section className={css.row} aria-labelledby={id}>
      <h2 id={id}>{to ? <Link to={to}>{title}<Icon name="forward" size="0.8em" /></Link> : title}</h2>
      <div className={css.frame}>
        <ul ref={strip} className={css.strip} onKeyDown={onKey}>
          {cards.map((card) => (
            <li key={card.contentId}>
              <TitleCard card={card} continuing={continuing} />
            </li>
          ))}
        </ul>
        {/* For the mouse alone: keys reach every card already. */}
        <button type="button" tabIndex={-1} aria-hidden="true" className={css.turn} hidden={ends.start} onClick={() => turn(-1)}>
          <Icon name="back" size="2em" />
        </button>
        <button type="button" tabIndex={-1} aria-hidden="true" className={`${css.turn} ${css.right}`} hidden={ends.end} onClick={() => turn(1)}>
          <Icon name="forward" size="2em" />
        </button>
      </div>
    </section>
  );
}
