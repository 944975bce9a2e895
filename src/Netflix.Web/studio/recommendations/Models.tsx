import { recommendations, type Model } from '../../api/recommendations';
import { ago } from '../../ui/ago';
import { Button } from '../../ui/Button';
import { bytes } from '../../ui/format';
import { Empty, Failed, Notice, Spinner } from '../../ui/Status';
import { useAction } from '../../ui/useAction';
import { useLive } from '../../ui/useLive';
import { useTitle } from '../../ui/useTitle';
import studioCss from '../Studio.module.css';
import css from './Models.module.css';

const lookAgain = 3000;
const stateWords = { training: 'Being trained', serving: 'Serving', kept: 'Kept', rejected: 'Rejected', failed: 'Failed' };

/** What recommends: the trainings, how each did on events it had not seen, and the way back to an older one. */
export function Models() {
  const models = useLive('models', (signal) => recommendations.models(signal), () => lookAgain);
  const train = useAction();
  useTitle('Recommendations');
  const start = () => train.run(async () => {
    await recommendations.train();
    models.reload();
  });
  return (
    <>
      <header className={studioCss.header}>
        <h1>Recommendations</h1>
        <Button look="primary" busy={train.busy} onClick={() => void start()}>Train now</Button>
      </header>
      {train.error !== null && <Notice>{train.message()}</Notice>}
      {!models.value && (models.error ? <Failed error={models.error} retry={models.reload} /> : <Spinner />)}
      {models.value?.items.length === 0 && <Empty title="No model has been trained yet">The first is trained as soon as there are titles.</Empty>}
      <ul className={css.models} aria-label="Models">
        {models.value?.items.map((model) => <Row key={model.modelId} model={model} reload={models.reload} />)}
      </ul>
    </>
  );
}

function Row({ model, reload }: { model: Model; reload: () => void }) {
  const action = useAction();
  const serve = () => action.run(async () => {
    await recommendations.serve(model.modelId);
    reload();
  });
  const { metrics } = model;
  return (
    <li className={css.model} data-testid="model" data-state={model.state}>
      <div className={css.head}>
        <h2>{stateWords[model.state]}</h2>
        <p>Trained {ago(model.createdAt)}. {model.reason}</p>
      </div>
      <dl className={css.facts}>
        <Fact name="Events" value={model.interactions.toLocaleString('en')} />
        <Fact name="Profiles" value={model.profiles.toLocaleString('en')} />
        <Fact name="Titles" value={model.titles.toLocaleString('en')} />
        <Fact name="NDCG@20" value={metrics ? metrics.candidate.toFixed(3) : '–'} />
        <Fact name="Of the one before" value={metrics?.serving == null ? '–' : metrics.serving.toFixed(3)} />
        <Fact name="Of what is popular" value={metrics ? metrics.popularity.toFixed(3) : '–'} />
        <Fact name="Training" value={`${model.trainSeconds.toFixed(1)} s`} />
        <Fact name="Memory" value={bytes(model.bytes)} />
      </dl>
      {(model.state === 'kept' || model.state === 'rejected') && <Button busy={action.busy} onClick={() => void serve()}>Let it serve</Button>}
      {action.error !== null && <Notice>{action.message()}</Notice>}
    </li>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => <div><dt>{name}</dt><dd>{value}</dd></div>;
