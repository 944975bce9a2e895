import { experiments, type Difference, type Experiment, type MetricResult, type Results } from '../../api/experiments';
import { Failed, Notice, Spinner } from '../../ui/Status';
import { useLoad } from '../../ui/useLoad';
import encodingCss from '../encoding/Encoding.module.css';
import operationsCss from '../operations/Operations.module.css';
import css from './Experiments.module.css';
import { IntervalChart, type Row } from './IntervalChart';
import { chance, mean, metricMeanings, metricWords, percent } from './words';

/** What an experiment has found: who is in it, and each variant against control. Asked once: its figures change by the day. */
export function ResultsView({ experiment }: { experiment: Experiment }) {
  const results = useLoad(`results:${experiment.experimentId}:${experiment.state}`, (signal) => experiments.results(experiment.experimentId, signal));
  if (results.state === 'loading') return <Spinner label="Computing" />;
  if (results.state === 'failed') return <Failed error={results.error} retry={results.reload} />;
  const { value } = results;
  const measured = value.variants.reduce((sum, one) => sum + one.measured, 0);
  return (
    <>
      <dl className={operationsCss.figures}>
        <div><dt>Accounts exposed</dt><dd>{value.variants.reduce((sum, one) => sum + one.exposed, 0).toLocaleString('en')}</dd></div>
        <div><dt>Measured: their {value.windowDays} days are over</dt><dd>{measured.toLocaleString('en')}</dd></div>
        <div><dt>Planned a variant</dt><dd>{value.plannedAccounts.toLocaleString('en')}{value.planReached && ', reached'}</dd></div>
      </dl>
      {value.sampleRatio.alarm && <Notice>{value.sampleRatio.message} (p {chance(value.sampleRatio.pValue)})</Notice>}
      <Sizes results={value} />
      {measured === 0 ? (
        <p className={css.hint}>No figures yet: an account counts once its {value.windowDays} days are over, {value.waiting.toLocaleString('en')} wait for that.</p>
      ) : value.metrics.map((metric) => <MetricView key={metric.metric} metric={metric} results={value} minimalEffect={experiment.minimalEffect} />)}
    </>
  );
}

function Sizes({ results }: { results: Results }) {
  return (
    <section className={css.sizes} aria-labelledby="sizes" data-alarm={results.sampleRatio.alarm}>
      <h2 id="sizes">Sizes</h2>
      <ul>
        {results.variants.map((one) => (
          <li key={one.name}>
            <span>{one.name}</span>
            <span className={css.bar} aria-hidden="true"><i style={{ width: `${100 * one.share}%` }} /><b style={{ left: `${100 * one.wantedShare}%` }} /></span>
            <span>{one.exposed.toLocaleString('en')}, {percent(one.share)} of {percent(one.wantedShare)} wanted</span>
          </li>
        ))}
      </ul>
      {!results.sampleRatio.alarm && <p className={css.hint}>{results.sampleRatio.message}</p>}
    </section>
  );
}

function MetricView({ metric, results, minimalEffect }: { metric: MetricResult; results: Results; minimalEffect: number }) {
  const [name, base] = [metricWords[metric.metric], metric.means[0]?.value ?? 0];
  const several = metric.differences.length > 1;
  const rows = metric.differences.flatMap((one) => rowsOf(one, several, results));
  return (
    <section className={css.metric} aria-label={name} data-testid={`metric-${metric.metric}`}>
      <header>
        <h2>{name} {metric.primary && <small>primary</small>}</h2>
        {metric.differences.map((one) => <span key={one.variant} className={css.verdict} data-verdict={one.verdict}>{several ? `${one.variant}: ` : ''}{one.verdict}</span>)}
      </header>
      <p className={css.hint}>{metricMeanings[metric.metric]}{metric.varianceReduction != null && metric.varianceReduction > 0.005 && ` What accounts did before explains ${percent(metric.varianceReduction, 0)} of the differences between them: CUPED takes it out.`}</p>
      {rows.length > 0 && base > 0
        ? <IntervalChart name={name} rows={rows} base={base} {...(metric.primary ? { minimalEffect } : {})} />
        : <p className={css.hint}>Nothing to compare yet.</p>}
      <details className={encodingCss.numbers}>
        <summary>Numbers of {name.toLowerCase()}</summary>
        <div className={encodingCss.scroll} tabIndex={0} role="region" aria-label={`Numbers of ${name.toLowerCase()}`}>
          <table className={encodingCss.table}>
            <thead><tr><th scope="col">Variant</th><th scope="col">Measured</th><th scope="col">Mean</th><th scope="col">Deviation</th><th scope="col">p, every day</th><th scope="col">p, fixed size</th></tr></thead>
            <tbody>
              {metric.means.map((one, i) => {
                const against = metric.differences.find((other) => other.variant === one.variant);
                const [sequential, fixed] = [against?.cupedSequential ?? against?.sequential, against?.cupedFixed ?? against?.fixed];
                return (
                  <tr key={one.variant}>
                    <th scope="row">{one.variant}</th>
                    <td>{results.variants[i]?.measured.toLocaleString('en')}</td>
                    <td>{mean(one.value, metric.unit)}</td>
                    <td>{mean(one.standardDeviation, metric.unit)}</td>
                    <td>{sequential ? chance(sequential.pValue) : '–'}</td>
                    <td>{fixed ? chance(fixed.pValue) : '–'}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </details>
      {metric.primary && (
        <p className={css.hint}>
          Limits hold with {percent(results.confidence, 0)} certainty. Those for every day may be looked at whenever one likes, and the verdict goes by them; those for the
          fixed size are true once, {results.planReached ? 'now that the plan is reached' : 'when the planned accounts are measured'}. The band is the smallest effect that matters.
        </p>
      )}
    </section>
  );
}

/** Limits for the fixed size say nothing before that size is reached, whatever they seem to. */
function rowsOf(one: Difference, named: boolean, { planReached, sampleRatio }: Results): Row[] {
  const rows: [string, Difference['fixed'], boolean][] = [
    ['Every day, CUPED', one.cupedSequential, true], ['Fixed size, CUPED', one.cupedFixed, false],
    ['Every day', one.sequential, !one.cupedSequential], ['Fixed size', one.fixed, false],
  ];
  return rows.flatMap(([name, interval, main]) => (interval ? [{ name: named ? `${one.variant}: ${name}` : name, interval, main, settled: !sampleRatio.alarm && (planReached || !name.startsWith('Fixed')) }] : []));
}
