import { NavLink, Route, Routes } from 'react-router';
import { accounts } from '../api/accounts';
import { useLoad } from '../ui/useLoad';
import { useTitle } from '../ui/useTitle';
import { Accounts } from './Accounts';
import { Audit } from './Audit';
import { CollectionEditor } from './CollectionEditor';
import { Collections } from './Collections';
import { Import } from './Import';
import { NewTitlePage } from './NewTitle';
import { ReviewModeration } from './ReviewModeration';
import { EncodingList } from './encoding/EncodingList';
import { JobPage } from './encoding/JobPage';
import { ExperimentList } from './experiments/ExperimentList';
import { ExperimentPage } from './experiments/ExperimentPage';
import { Edges } from './operations/Edges';
import { AnalyticsPage } from './operations/AnalyticsPage';
import { PrefillPage } from './operations/PrefillPage';
import { QualityPage } from './operations/QualityPage';
import { Models } from './recommendations/Models';
import css from './Studio.module.css';
import { StudioTitlePage } from './StudioTitle';
import { Titles } from './Titles';

/** Where titles are made: create, upload, follow the encoding, publish. The server checks the role on every call. */
export default function Studio() {
  const account = useLoad('account', (signal) => accounts.account(signal));
  const admin = account.state === 'ready' && account.value.roles.some((role) => role.toLowerCase() === 'admin');
  useTitle('Studio');
  return (
    <div className={css.page}>
      <nav key={String(admin)} className={css.nav} aria-label="Studio" ref={showActive}>
        <NavLink to="/studio" end>Titles</NavLink>
        <NavLink to="/studio/collections">Collections</NavLink>
        <NavLink to="/studio/import">Import</NavLink>
        <NavLink to="/studio/encoding">Encoding</NavLink>
        <NavLink to="/studio/reviews">Reviews</NavLink>
        <NavLink to="/studio/analytics">Analytics</NavLink>
        {admin && <NavLink to="/studio/experiments">Experiments</NavLink>}
        {admin && <NavLink to="/studio/quality">Quality</NavLink>}
        {admin && <NavLink to="/studio/edges">Edges</NavLink>}
        {admin && <NavLink to="/studio/recommendations">Recommendations</NavLink>}
        {admin && <NavLink to="/studio/accounts">Accounts</NavLink>}
        {admin && <NavLink to="/studio/audit">Audit</NavLink>}
      </nav>
      <Routes>
        <Route index element={<Titles />} />
        <Route path="new" element={<NewTitlePage />} />
        <Route path="import" element={<Import />} />
        <Route path="encoding" element={<EncodingList />} />
        <Route path="encoding/:jobId" element={<JobPage />} />
        <Route path="collections" element={<Collections />} />
        <Route path="collections/new" element={<CollectionEditor />} />
        <Route path="collections/:collectionId" element={<CollectionEditor />} />
        <Route path="reviews" element={<ReviewModeration />} />
        <Route path="recommendations" element={<Models />} />
        <Route path="experiments" element={<ExperimentList />} />
        <Route path="experiments/new" element={<ExperimentPage />} />
        <Route path="experiments/:experimentId" element={<ExperimentPage />} />
        <Route path="quality" element={<QualityPage />} />
        <Route path="analytics" element={<AnalyticsPage />} />
        <Route path="analytics/:contentId" element={<AnalyticsPage />} />
        <Route path="edges" element={<Edges />} />
        <Route path="edges/prefill" element={<PrefillPage />} />
        <Route path="accounts" element={<Accounts />} />
        <Route path="audit" element={<Audit />} />
        <Route path=":contentId" element={<StudioTitlePage />} />
      </Routes>
    </div>
  );
}

/** On a phone the tabs are wider than the screen: the open one is brought into it. */
function showActive(tabs: HTMLElement | null) {
  const active = tabs?.querySelector<HTMLElement>('[aria-current]');
  if (tabs && active) tabs.scrollLeft = active.offsetLeft - tabs.clientWidth / 3;
}
