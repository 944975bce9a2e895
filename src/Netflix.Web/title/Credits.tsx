import { Link } from 'react-router';
import type { Credit, Title } from '../api/catalog';
import { languageName } from '../api/languages';
import css from './Title.module.css';

const most = 10;

/** Who made it and in what languages it can be heard; each person and genre leads on. */
export function Credits({ title }: { title: Title }) {
  const people = title.people ?? [...named(title.cast, 'actor'), ...named(title.directors, 'director')];
  const actors = people.filter((one) => one.role.toLowerCase() === 'actor');
  const directors = people.filter((one) => one.role.toLowerCase() === 'director');
  const others = people.filter((one) => !['actor', 'director'].includes(one.role.toLowerCase()));
  return (
    <dl className={css.people}>
      {actors.length > 0 && <People name="Cast" people={actors.slice(0, most)} />}
      {directors.length > 0 && <People name={directors.length > 1 ? 'Directors' : 'Director'} people={directors} />}
      {others.length > 0 && <People name="Also by" people={others.slice(0, most)} />}
      {(title.genres ?? []).length > 0 && (
        <div>
          <dt>Genres</dt>
          <dd>
            <Listed items={title.genres!.map((genre) => ({ key: genre, to: `/browse?genre=${encodeURIComponent(genre)}`, text: genre }))} />
          </dd>
        </div>
      )}
      <Languages name="Audio" tags={title.audioLanguages ?? []} />
      <Languages name="Subtitles" tags={title.subtitleLanguages ?? []} />
    </dl>
  );
}

const People = ({ name, people }: { name: string; people: Credit[] }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <Listed items={people.map((one) => ({ key: one.name + one.role + (one.character ?? ''), to: one.personId ? `/person/${one.personId}` : `/search?q=${encodeURIComponent(one.name)}`, text: one.name, after: one.character ? ` as ${one.character}` : '' }))} />
    </dd>
  </div>
);

const Listed = ({ items }: { items: { key: string; to: string; text: string; after?: string }[] }) =>
  items.map(({ key, to, text, after }, index) => (
    <span key={key}>
      {index > 0 && ', '}
      <Link to={to}>{text}</Link>
      {after}
    </span>
  ));

const Languages = ({ name, tags }: { name: string; tags: string[] }) => {
  const known = tags.filter((tag) => tag !== 'und');
  return known.length === 0 ? null : (
    <div>
      <dt>{name}</dt>
      <dd>{known.map(languageName).join(', ')}</dd>
    </div>
  );
};

const named = (names: string[], role: string): Credit[] => names.map((name) => ({ personId: '', name, role }));
