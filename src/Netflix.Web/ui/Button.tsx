import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'react-router';
import css from './Button.module.css';
import { Icon, type IconName } from './Icon';

type Look = 'primary' | 'light' | 'plain' | 'danger';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  icon?: IconName;
  busy?: boolean;
}

export const Button = ({ look = 'plain', icon, busy = false, children, className, type = 'button', disabled, ...rest }: Props) => (
  <button {...rest} type={type} disabled={disabled || busy} aria-busy={busy || undefined} className={`${css.button} ${css[look]} ${className ?? ''}`}>
    {icon && <Icon name={icon} size="1.3em" />}
    {children}
  </button>
);

export const LinkButton = ({ to, look = 'plain', icon, children, replace = false, state }: {
  to: string;
  look?: Look;
  icon?: IconName;
  children: ReactNode;
  replace?: boolean;
  state?: unknown;
}) => (
  <Link to={to} replace={replace} state={state} className={`${css.button} ${css[look]}`}>
    {icon && <Icon name={icon} size="1.3em" />}
    {children}
  </Link>
);

/** A round button with an icon alone; the label is read and shown as a tip. */
export const IconButton = ({ icon, label, className, ...rest }: { icon: IconName; label: string } & ButtonHTMLAttributes<HTMLButtonElement>) => (
  <button type="button" {...rest} aria-label={label} title={label} className={`${css.round} ${className ?? ''}`}>
    <Icon name={icon} />
  </button>
);
