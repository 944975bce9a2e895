import { useParams } from 'react-router';
import { backdropOf, catalog, playableOf, underWay, type Title } from '../api/catalog';
import { isStatus } from '../api/problem';
import { DownloadButton } from '../downloads/DownloadButton';
import { Row } from '../home/Row';
import { currentProfile } from '../profiles/current';
import { Artwork } from '../ui/Artwork';
import { LinkButton } from '../ui/Button';
import { ProgressBar } from '../ui/ProgressBar';
import { Failed, Spinner } from '../ui/Status';
import { useStore } from '../ui/store';
import { useLoad } from '../ui/useLoad';
import { useTitle } from '../ui/useTitle';
import { Credits } from './Credits';
import { Episodes } from './Episodes';
import { Facts } from './Facts';
import { HideButton } from './HideButton';
import { MyListButton } from './MyListButton';
import { RateTitle } from './RateTitle';
import { Reviews } from './Reviews';
import css from './Title.module.css';

export function TitlePage() {
  const { contentId = '' } = useParams();
  const title = useLoad(`title:${contentId}`, (signal) => catalog.title(contentId, signal));
  const name = title.state === 'ready' ? title.value.title : null;
  useTitle(name);

  if (title.state === 'loading') return <Spinner />;
  if (title.state === 'failed') {
    return isStatus(title.error, 404)
      ? <Failed title="This title is not here" error={new Error('It may not be available in your country, for this profile, or any more.')} />
      : <Failed error={title.error} retry={title.reload} />;
  }
  return <TitleView key={contentId} title={title.value} />;
}

function TitleView({ title }: { title: Title }) {
  const playable = playableOf(title);
  const kids = useStore(currentProfile)?.isKids ?? false;
  return (
    <article>
      <div className={css.backdrop}>
        <Artwork src={backdropOf(title)} title={title.title} eager />
      </div>
      <div className={css.body}>
        <div className={css.lead}>
          <h1>{title.title}</h1>
          <Facts title={title} />
          {playable && underWay(playable.progress) && (
            <div className={css.seen}>
              <ProgressBar inline percent={playable.progress} label={`Watched of ${title.title}`} />
            </div>
          )}
          <div className={css.actions}>
            {playable ? (
              <LinkButton to={`/watch/${title.contentId}/${playable.videoId}`} look="light" icon="play">
                {underWay(playable.progress) ? playable.label.replace('Play', 'Resume') : playable.label}
              </LinkButton>
            ) : (
              <p className={css.soon}>Coming soon</p>
            )}
            {title.trailer && <LinkButton to={`/watch/${title.contentId}/${title.trailer.videoId}`} icon="film">Trailer</LinkButton>}
            {title.videoId && playable && <DownloadButton videoId={title.videoId} name={title.title} />}
            <MyListButton contentId={title.contentId} inMyList={title.inMyList} />
            <HideButton contentId={title.contentId} />
          </div>
          {title.description && <p className={css.description}>{title.description}</p>}
          <RateTitle title={title} />
        </div>
        <Credits title={title} />
      </div>
      {title.seasons && title.seasons.length > 0 && <Episodes contentId={title.contentId} seasons={title.seasons} />}
      <Similar contentId={title.contentId} />
      {/* Nobody has read reviews before children do. */}
      {!kids && <Reviews contentId={title.contentId} />}
    </article>
  );
}

function Similar({ contentId }: { contentId: string }) {
  const similar = useLoad(`similar:${contentId}`, (signal) => catalog.similar(contentId, signal));
  return similar.state === 'ready' && similar.value.length > 0 ? <div className={css.similar}><Row title="More like this" cards={similar.value} /></div> : null;
}
