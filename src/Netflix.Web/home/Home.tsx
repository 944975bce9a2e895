import { catalog, type HomeRow } from '../api/catalog';
import { currentProfile } from '../profiles/current';
import { Empty, Failed } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { useStore } from '../ui/store';
import { Hero } from './Hero';
import css from './Home.module.css';
import { HomeSkeleton } from './HomeSkeleton';
import { PickTitles } from './PickTitles';
import { Row } from './Row';

export function Home() {
  const profile = useStore(currentProfile);
  const home = useLoad(`home:${profile?.profileId}`, (signal) => catalog.home(signal));
  if (home.state === 'loading') return <HomeSkeleton />;
  if (home.state === 'failed') return <Failed error={home.error} retry={home.reload} />;

  const rows = home.value.filter((row) => row.items.length > 0);
  const featured = featuredOf(rows);
  if (!featured) {
    return (
      <Empty title="The library is empty">
        <p>Nothing is published yet. Someone with the studio role can create a title, upload a film and publish it; it appears here at once.</p>
      </Empty>
    );
  }
  return (
    <div className={css.home}>
      <Hero key={featured.contentId} card={featured} />
      <div className={css.rows}>
        {profile && !rows.some((row) => row.algorithm === 'hybrid') && <PickTitles profileId={profile.profileId} done={home.reload} />}
        {rows.map((row, rowPlace) => (
          <Row key={row.id} title={row.title} cards={row.items} continuing={isContinue(row)} place={{ rowId: row.id, rowPlace }} />
        ))}
      </div>
    </div>
  );
}

const isContinue = (row: HomeRow) => /continue/i.test(row.id) || /continue/i.test(row.algorithm ?? '');

/** The billboard invites to something new, so what is under way is no candidate unless there is nothing else. */
function featuredOf(rows: HomeRow[]) {
  const fresh = rows.filter((row) => !isContinue(row)).flatMap((row) => row.items);
  return fresh.find((card) => card.thumbnailUrl && !card.progress) ?? fresh.find((card) => card.thumbnailUrl) ?? fresh[0] ?? rows[0]?.items[0];
}
