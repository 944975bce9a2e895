import { artworkPolicies, type Parameters, type Variant } from '../../api/experiments';
import { Button } from '../../ui/Button';
import { SelectField, TextField } from '../../ui/Field';
import css from './Experiments.module.css';

const policyWords = { studio: 'The studio’s choice', bandit: 'Learned for each profile', uniform: 'By chance' };

/** A variant while it is edited: texts are read when it is saved. */
export interface VariantDraft {
  id: number;
  name: string;
  weight: string;
  order: string;
  hidden: string;
  diversity: string;
  exploration: string;
  policy: string;
}

export const draftOf = ({ name, weight, parameters }: Variant, id: number): VariantDraft => ({
  id, name, weight: String(weight),
  order: parameters['rows.order']?.join(', ') ?? '', hidden: parameters['rows.hidden']?.join(', ') ?? '',
  diversity: parameters['ranking.diversity']?.toString() ?? '', exploration: parameters['ranking.exploration']?.toString() ?? '',
  policy: parameters['artwork.policy'] ?? '',
});

export function variantOf(draft: VariantDraft): Variant {
  const parameters: Parameters = {};
  if (draft.order.trim()) parameters['rows.order'] = listOf(draft.order);
  if (draft.hidden.trim()) parameters['rows.hidden'] = listOf(draft.hidden);
  if (draft.diversity.trim()) parameters['ranking.diversity'] = Number(draft.diversity);
  if (draft.exploration.trim()) parameters['ranking.exploration'] = Number(draft.exploration);
  if (draft.policy) parameters['artwork.policy'] = draft.policy as (typeof artworkPolicies)[number];
  return { name: draft.name.trim(), weight: Number(draft.weight), parameters };
}

export const listOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);

export function VariantFields({ variant, isControl, change, remove }: {
  variant: VariantDraft;
  isControl: boolean;
  change: (values: Partial<VariantDraft>) => void;
  remove: (() => void) | undefined;
}) {
  const field = (name: keyof VariantDraft) => ({ value: String(variant[name]), onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }) });
  return (
    <fieldset className={css.group}>
      <legend>{isControl ? 'Control' : 'Variant'}</legend>
      <div className={css.two}>
        <TextField label="Variant’s name" {...field('name')} maxLength={40} />
        <TextField label="Weight" inputMode="numeric" {...field('weight')} />
        <TextField label="Rows first" {...field('order')} hint="Ids in order, such as trending, genre-*." />
        <TextField label="Rows hidden" {...field('hidden')} />
        <TextField label="Diversity" inputMode="decimal" {...field('diversity')} hint="0 to 1; empty is as usual." />
        <TextField label="Exploration" inputMode="decimal" {...field('exploration')} />
        <SelectField label="Artwork" {...field('policy')}>
          <option value="">As usual</option>
          {artworkPolicies.map((one) => <option key={one} value={one}>{policyWords[one]}</option>)}
        </SelectField>
      </div>
      {remove && <div><Button icon="trash" onClick={remove}>Remove variant</Button></div>}
    </fieldset>
  );
}
