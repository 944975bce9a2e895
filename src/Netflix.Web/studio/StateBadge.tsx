import type { TitleState } from '../api/studio';
import css from './Studio.module.css';

const words: Record<TitleState, string> = { draft: 'Draft', announced: 'Announced', published: 'Published' };

export const StateBadge = ({ state, playable }: { state: TitleState; playable: boolean }) => (
  <span className={`${css.badge} ${state === 'published' ? css.good : ''}`} data-testid="title-state">
    {state !== 'published' && playable ? `${words[state]}, ready to publish` : words[state]}
  </span>
);
