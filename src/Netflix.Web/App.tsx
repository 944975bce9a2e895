import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation, useNavigationType } from 'react-router';
import { session } from './auth/session';
import { SignIn } from './auth/SignIn';
import { SignUp } from './auth/SignUp';
import { Home } from './home/Home';
import { currentProfile } from './profiles/current';
import { WhoIsWatching } from './profiles/WhoIsWatching';
import { Shell } from './Shell';
import { TitlePage } from './title/TitlePage';
import { LinkButton } from './ui/Button';
import { Empty, Spinner } from './ui/Status';
import { useStore } from './ui/store';

// Home stays small: the player (with Shaka), the studio (with tus) and the account page come when asked for.
const loadWatch = () => import('./player/Watch');
const Watch = lazy(loadWatch);
const Studio = lazy(() => import('./studio/Studio'));
// Whoever looks for something gets all pages of finding at once.
const finding = () => import('./search/pages');
const Browse = lazy(async () => ({ default: (await finding()).Browse }));
const Search = lazy(async () => ({ default: (await finding()).Search }));
const PersonPage = lazy(async () => ({ default: (await finding()).PersonPage }));
const CollectionPage = lazy(async () => ({ default: (await finding()).CollectionPage }));
const MyListPage = lazy(async () => ({ default: (await finding()).MyListPage }));
const ForgotPassword = lazy(() => import('./auth/ForgotPassword'));
const ResetPassword = lazy(() => import('./auth/ResetPassword'));
const TvSignIn = lazy(() => import('./auth/TvSignIn'));
const LinkDevice = lazy(() => import('./auth/LinkDevice'));
const DownloadsPage = lazy(() => import('./downloads/DownloadsPage'));
const KeptWatch = lazy(() => import('./downloads/KeptWatch'));
const Account = lazy(() => import('./account/AccountPage'));

const quiet = 1500;

// Whoever is not signed in any more, by himself or by the account, keeps no films.
session.tokens.subscribe(() => {
  if (session.tokens.get() === null) void import('./downloads/shelf').then(({ shelf }) => shelf.clear());
});

export function App() {
  return (
    <>
      <ScrollToTop />
      <Suspense fallback={<Spinner />}>
        <Routes>
          <Route path="/signin" element={<SignedOut><SignIn /></SignedOut>} />
          <Route path="/signup" element={<SignedOut><SignUp /></SignedOut>} />
          <Route path="/forgot-password" element={<SignedOut><ForgotPassword /></SignedOut>} />
          <Route path="/tv" element={<SignedOut><TvSignIn /></SignedOut>} />
          <Route path="/reset-password" element={<ResetPassword />} />
          <Route element={<SignedIn />}>
            <Route path="/link" element={<LinkDevice />} />
            <Route path="/profiles" element={<WhoIsWatching />} />
            <Route element={<WithProfile />}>
              <Route path="/watch/:contentId/:videoId?" element={<Watch />} />
              <Route path="/downloads/:downloadId" element={<KeptWatch />} />
              <Route element={<Shell />}>
                <Route index element={<Home />} />
                <Route path="/browse" element={<Browse />} />
                <Route path="/search" element={<Search />} />
                <Route path="/my-list" element={<MyListPage />} />
                <Route path="/downloads" element={<DownloadsPage />} />
                <Route path="/title/:contentId" element={<TitlePage />} />
                <Route path="/person/:personId" element={<PersonPage />} />
                <Route path="/collection/:collectionId" element={<CollectionPage />} />
                <Route path="/account" element={<Account />} />
                <Route path="/studio/*" element={<Studio />} />
                <Route path="*" element={<Lost />} />
              </Route>
            </Route>
          </Route>
        </Routes>
      </Suspense>
    </>
  );
}

function SignedIn() {
  const here = useLocation();
  if (useStore(session.tokens) === null) return <Navigate to="/signin" replace state={{ from: here.pathname + here.search }} />;
  return <Outlet />;
}

function SignedOut({ children }: { children: ReactNode }) {
  const from = (useLocation().state as { from?: string } | null)?.from;
  if (useStore(session.tokens) !== null) return <Navigate to="/profiles" replace state={{ from }} />;
  return children;
}

function WithProfile() {
  // The code of search and player is fetched when the first page is quiet, so that the first click finds it there.
  useEffect(() => {
    const timer = setTimeout(() => void finding().then(loadWatch).catch(() => undefined), quiet);
    return () => clearTimeout(timer);
  }, []);
  const here = useLocation();
  if (useStore(currentProfile) === null) return <Navigate to="/profiles" replace state={{ from: here.pathname + here.search }} />;
  return <Outlet />;
}

const Lost = () => (
  <Empty title="There is nothing on this page">
    <LinkButton to="/" look="light" icon="home">
      Home
    </LinkButton>
  </Empty>
);

/** A new page starts at its top; going back keeps the browser's own place. */
function ScrollToTop() {
  const { pathname } = useLocation();
  const how = useNavigationType();
  useEffect(() => {
    if (how !== 'POP') window.scrollTo(0, 0);
  }, [pathname, how]);
  return null;
}
