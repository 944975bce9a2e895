import { NavLink, Route, Routes } from 'react-router';
import { accounts } from '../api/accounts';
import { useLoad } from '../ui/useLoad';
import { Accounts } from './Accounts';
import { Audit } from './Audit';
import { CollectionEditor } from './CollectionEditor';
import { Collections } from './Collections';
import { Import } from './Import';
import { Jobs } from './Jobs';
import { NewTitlePage } from './NewTitle';
import { ReviewModeration } from './ReviewModeration';
import css from './Studio.module.css';
import { StudioTitlePage } from './StudioTitle';
import { Titles } from './Titles';

/** Where titles are made: create, upload, follow the encoding, publish. The server checks the role on every call. */
export default function Studio() {
  const account = useLoad('account', (signal) => accounts.account(signal));
  const admin = account.state === 'ready' && account.value.roles.some((role) => role.toLowerCase() === 'admin');
  return (
    <div className={css.page}>
      <nav className={css.nav} aria-label="Studio">
        <NavLink to="/studio" end>Titles</NavLink>
        <NavLink to="/studio/collections">Collections</NavLink>
        <NavLink to="/studio/import">Import</NavLink>
        <NavLink to="/studio/jobs">Encoding</NavLink>
        <NavLink to="/studio/reviews">Reviews</NavLink>
        {admin && <NavLink to="/studio/accounts">Accounts</NavLink>}
        {admin && <NavLink to="/studio/audit">Audit</NavLink>}
      </nav>
      <Routes>
        <Route index element={<Titles />} />
        <Route path="new" element={<NewTitlePage />} />
        <Route path="import" element={<Import />} />
        <Route path="jobs" element={<Jobs />} />
        <Route path="collections" element={<Collections />} />
        <Route path="collections/new" element={<CollectionEditor />} />
        <Route path="collections/:collectionId" element={<CollectionEditor />} />
        <Route path="reviews" element={<ReviewModeration />} />
        <Route path="accounts" element={<Accounts />} />
        <Route path="audit" element={<Audit />} />
        <Route path=":contentId" element={<StudioTitlePage />} />
      </Routes>
    </div>
  );
}
