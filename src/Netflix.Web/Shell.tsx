import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { Link, NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { accounts } from './api/accounts';
import { signOut } from './auth/signOut';
import { Avatar } from './profiles/Avatar';
import { currentProfile } from './profiles/current';
import css from './Shell.module.css';
import { Brand } from './ui/Brand';
import { Icon, type IconName } from './ui/Icon';
import { Spinner } from './ui/Status';
import { useLoad } from './ui/useLoad';
import { useStore } from './ui/store';

/** The frame of every page but the player: bar on top, tabs below on a phone. */
export function Shell() {
  const scrolled = useScrolled();
  return (
    <>
      <a className={css.skip} href="#main">
        Skip to content
      </a>
      <header className={scrolled ? `${css.bar} ${css.solid}` : css.bar}>
        <Link to="/" className={css.logo} aria-label="Marquee, home">
          <Brand />
        </Link>
        <nav aria-label="Main" className={css.nav}>
          <NavLink to="/" end>Home</NavLink>
          <TypeLink type="series">Series</TypeLink>
          <TypeLink type="movie">Films</TypeLink>
          <NavLink to="/my-list">My List</NavLink>
          <NavLink to="/downloads">Downloads</NavLink>
        </nav>
        <NavLink to="/search" className={css.search} aria-label="Search" title="Search">
          <Icon name="search" />
        </NavLink>
        <ProfileMenu />
      </header>
      <main id="main" tabIndex={-1} className={css.main}>
        {/* Here and not around it all: the bar stays while a page's code comes. */}
        <Suspense fallback={<Spinner />}>
          <Outlet />
        </Suspense>
      </main>
      <nav aria-label="Tabs" className={css.tabs}>
        <Tab to="/" icon="home" label="Home" />
        <TypeLink type="series"><Icon name="film" />Series</TypeLink>
        <TypeLink type="movie"><Icon name="play" />Films</TypeLink>
        <Tab to="/search" icon="search" label="Search" />
        <Tab to="/my-list" icon="list" label="My List" />
      </nav>
    </>
  );
}

/** Series and Films are one page with another query, which NavLink does not look at. */
function TypeLink({ type, children }: { type: string; children: ReactNode }) {
  const { pathname, search } = useLocation();
  const active = pathname === '/browse' && new URLSearchParams(search).get('type') === type;
  return <Link to={`/browse?type=${type}`} className={active ? 'active' : ''} aria-current={active ? 'page' : undefined}>{children}</Link>;
}

const Tab = ({ to, icon, label }: { to: string; icon: IconName; label: string }) => (
  <NavLink to={to} end>
    <Icon name={icon} />
    {label}
  </NavLink>
);

function ProfileMenu() {
  const profile = useStore(currentProfile);
  const account = useLoad('account', (signal) => accounts.account(signal));
  const navigate = useNavigate();
  const roles = account.state === 'ready' ? account.value.roles : [];
  const mayStudio = roles.some((role) => ['studio', 'admin'].includes(role.toLowerCase()));
  if (profile === null) return null;
  return (
    <div className={css.menu}>
      <button type="button" className={css.avatar} popoverTarget="profile-menu" aria-label={`Menu of ${profile.name}`}>
        <Avatar name={profile.avatar} />
      </button>
      <div id="profile-menu" popover="auto" className={css.popover} onClick={(event) => event.currentTarget.hidePopover()}>
        <p className={css.who}>{profile.name}</p>
        <button type="button" onClick={() => navigate('/profiles')}>Switch profile</button>
        {/* Grown-ups' matters stay out of a child's way. */}
        {!profile.isKids && <Link to="/account">Account</Link>}
        {mayStudio && !profile.isKids && <Link to="/studio">Studio</Link>}
        <button type="button" onClick={() => void signOut()}>Sign out</button>
      </div>
    </div>
  );
}

function useScrolled(): boolean {
  const [scrolled, setScrolled] = useState(false);
  useEffect(() => {
    const look = () => setScrolled(window.scrollY > 24);
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  return scrolled;
}
