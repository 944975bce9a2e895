import css from './Home.module.css';

/** The shape of the page before its titles are known, so that nothing jumps. */
export const HomeSkeleton = () => (
  <div className={css.home} role="status" aria-label="Loading">
    <div className={`${css.bones} ${css.boneHero}`} />
    <div className={css.rows}>
      {[0, 1].map((row) => (
        <div key={row}>
          <div className={`${css.bones} ${css.boneTitle}`} />
          <div className={css.boneRow}>
            {[0, 1, 2, 3, 4, 5].map((card) => (
              <div key={card} className={css.bones} />
            ))}
          </div>
        </div>
      ))}
    </div>
  </div>
);
