import { useEffect, useRef, type KeyboardEvent } from 'react';
import { IconButton } from '../ui/Button';
import { Icon, type IconName } from '../ui/Icon';
import css from './Player.module.css';
import type { Choice } from './tracks';

interface Props {
  name: string;
  icon: IconName;
  open: boolean;
  choices: Choice[];
  onToggle: (name: string) => void;
  onChoose: (id: string) => void;
}

/** A button and its list of choices, one of them taken. */
export function Menu({ name, icon, open, choices, onToggle, onChoose }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const button = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    if (!open) return;
    (list.current?.querySelector<HTMLElement>('[aria-checked=true]') ?? list.current?.querySelector<HTMLElement>('[role]'))?.focus();
    const opener = button.current?.querySelector('button');
    // Keys keep working after the menu is gone.
    return () => opener?.focus({ preventScroll: true });
  }, [open]);

  function onKey(event: KeyboardEvent) {
    const items = [...list.current!.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  }

  return (
    <span ref={button} className={css.menuHolder}>
      <IconButton icon={icon} label={name} aria-haspopup="menu" aria-expanded={open} onClick={() => onToggle(name)} />
      {open && (
        <div className={css.menu}>
          <p>{name}</p>
          <ul ref={list} role="menu" aria-label={name} onKeyDown={onKey}>
            {choices.map((choice) => (
              <li key={choice.id} role="none">
                <button
                  type="button" role="menuitemradio" aria-checked={choice.active}
                  onClick={() => {
                    onChoose(choice.id);
                    onToggle(name);
                  }}
                >
                  <Icon name="check" size="1.1em" />
                  {choice.label}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </span>
  );
}
