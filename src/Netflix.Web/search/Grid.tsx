import type { Card } from '../api/catalog';
import { TitleCard } from '../home/TitleCard';
import css from './Search.module.css';

export const Grid = ({ cards, label }: { cards: Card[]; label: string }) => (
  <ul className={css.grid} aria-label={label}>
    {cards.map((card) => (
      <li key={card.contentId}>
        <TitleCard card={card} />
      </li>
    ))}
  </ul>
);
