import { NavLink, Route, Routes } from 'react-router';
import { Jobs } from './Jobs';
import { NewTitlePage } from './NewTitle';
import css from './Studio.module.css';
import { StudioTitlePage } from './StudioTitle';
import { Titles } from './Titles';

/** Where titles are made: create, upload, follow the encoding, publish. The server checks the role on every call. */
export default function Studio() {
  return (
    <div className={css.page}>
      <nav className={css.nav} aria-label="Studio">
        <NavLink to="/studio" end>Titles</NavLink>
        <NavLink to="/studio/jobs">Encoding</NavLink>
        <NavLink to="/studio/new">New title</NavLink>
      </nav>
      <Routes>
        <Route index element={<Titles />} />
        <Route path="new" element={<NewTitlePage />} />
        <Route path="jobs" element={<Jobs />} />
        <Route path=":contentId" element={<StudioTitlePage />} />
      </Routes>
    </div>
  );
}
