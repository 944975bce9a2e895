import { Link, useSearchParams } from 'react-router';
import { experiments, type ExperimentState } from '../../api/experiments';
import { ago } from '../../ui/ago';
import { LinkButton } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Empty, Failed, Spinner } from '../../ui/Status';
import { useLoad } from '../../ui/useLoad';
import { useTitle } from '../../ui/useTitle';
import { Pager, pageOf } from '../Pager';
import css from '../Studio.module.css';
import { useFilterChoice } from '../useFilterField';
import { metricWords, percent, stateWords } from './words';

/** All experiments, the newest first. */
export function ExperimentList() {
  const [page, state] = [pageOf(useSearchParams()[0]), useFilterChoice('state')];
  const list = useLoad(`experiments:${state.value}:${page}`, (signal) => experiments.list(state.value || undefined, page, signal));
  useTitle('Experiments');
  return (
    <>
      <header className={css.header}>
        <h1>Experiments</h1>
        <LinkButton to="/studio/experiments/new" look="primary" icon="plus">New experiment</LinkButton>
      </header>
      <form className={css.filters} onSubmit={(event) => event.preventDefault()}>
        <SelectField label="State" {...state}>
          <option value="">All</option>
          {Object.entries(stateWords).map(([key, word]) => <option key={key} value={key}>{word}</option>)}
        </SelectField>
      </form>
      {list.state === 'loading' && <Spinner />}
      {list.state === 'failed' && <Failed error={list.error} retry={list.reload} />}
      {list.state === 'ready' && list.value.items.length === 0 && <Empty title="No experiments">Try rows, ranking or artwork on a part of the accounts, and see what it changes.</Empty>}
      {list.state === 'ready' && list.value.items.length > 0 && (
        <>
          <ul className={css.plainList} aria-label="Experiments">
            {list.value.items.map((one) => (
              <li key={one.experimentId}>
                <Link to={`/studio/experiments/${one.experimentId}`}>
                  <span>
                    <span className={css.titleName}>{one.name}</span>
                    <span className={css.muted}>{metricWords[one.primaryMetric]}, layer {one.layer}, {percent(one.traffic, 0)} of accounts{when(one.state, one.startedAt, one.stoppedAt)}</span>
                  </span>
                  <span className={css.muted}>{one.variants.length} variants</span>
                  <span className={one.state === 'running' ? `${css.badge} ${css.good}` : css.badge}>{stateWords[one.state]}</span>
                </Link>
              </li>
            ))}
          </ul>
          <Pager page={page} limit={list.value.limit} totalCount={list.value.totalCount} />
        </>
      )}
    </>
  );
}

const when = (state: ExperimentState, started?: string | null, stopped?: string | null) =>
  state === 'running' && started ? `, started ${ago(started)}` : stopped ? `, stopped ${ago(stopped)}` : '';
