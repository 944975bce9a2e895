using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Catalog.Migrations;

/// <summary>
/// What search and lists stand on: one document a title, the words that typos are mended to, people, translations, what
/// viewers did, and a generation that tells caches that something they show has changed.
/// </summary>
[DbContext(typeof(CatalogDbContext))]
[Migration("0002_search")]
internal sealed class M0002Search : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            drop index catalog.titles_newest;
            drop index catalog.titles_name;
            alter table catalog.titles
                add revision int not null default 1,
                add listed_at timestamptz,
                add has_windows boolean not null default false,
                add notability real not null default 0,
                add popularity real not null default 0,
                add stars real not null default 0;
            update catalog.titles set
                listed_at = coalesce(published_at, created_at),
                has_windows = exists (select from catalog.availabilities a where a.content_id = titles.content_id);

            -- One index an order of lists, so that a page is read off it; the last one holds all that facets count.
            create index titles_newest on catalog.titles (listed_at desc, content_id) where state <> 'Draft';
            create index titles_popular on catalog.titles (popularity desc, content_id) where state <> 'Draft';
            create index titles_stars on catalog.titles (stars desc, content_id) where state <> 'Draft';
            create index titles_year on catalog.titles (release_year desc nulls last, content_id) where state <> 'Draft';
            create index titles_alphabet on catalog.titles (catalog.fold(name), content_id) where state <> 'Draft';
            create index titles_facets on catalog.titles (maturity)
                include (content_id, type, genres, release_year, rating, language, has_windows) where state <> 'Draft';
            create index titles_studio on catalog.titles using gin (catalog.fold(name) public.gin_trgm_ops);

            create index availabilities_from on catalog.availabilities ("from");
            create index availabilities_to on catalog.availabilities ("to");

            create table catalog.localizations (
                content_id uuid not null references catalog.titles on delete cascade,
                language text not null,
                title text not null,
                description text not null,
                primary key (content_id, language));

            -- A person is a name: the id follows from it, so that credits need no lookup.
            create function catalog.person_of(name text) returns uuid language sql immutable parallel safe strict
                return md5(catalog.fold(name))::uuid;
            alter table catalog.credits add person_id uuid generated always as (catalog.person_of(name)) stored;
            alter table catalog.credits add character text;
            create index credits_person on catalog.credits (person_id, content_id);
            create table catalog.people (
                person_id uuid primary key,
                name text not null,
                key text collate "C" not null generated always as (catalog.fold(name)) stored,
                surname text collate "C" not null generated always as (regexp_replace(catalog.fold(name), '^.*\s(?=\S+$)', '')) stored,
                titles int not null default 0);
            create index people_key on catalog.people (key);
            create index people_surname on catalog.people (surname);

            -- "Spider-Man", "Schindler's" and "Amélie" as spider, man, schindlers and amelie.
            create function catalog.words_of(value text) returns text[] language sql immutable parallel safe strict
                return array_remove(regexp_split_to_array(replace(catalog.fold(value), '''', ''), '[^[:alnum:]]+'), '');
            create function catalog.compact(value text) returns text language sql immutable parallel safe strict
                return array_to_string(catalog.words_of(value), '');
            -- spider man -> spiderman: so that a joined spelling finds it.
            create function catalog.pairs_of(words text[]) returns text[] language sql immutable parallel safe strict
                return (select coalesce(array_agg(words[i] || words[i + 1]), '{}') from generate_series(1, cardinality(words) - 1) i);

            -- What a half typed name is compared with, article aside; read off an index alone.
            alter table catalog.titles add key text collate "C" not null
                generated always as (catalog.compact(regexp_replace(name, '^(the|an|a)\s+', '', 'i'))) stored;
            create index titles_suggest on catalog.titles (key) include (popularity, content_id, maturity, has_windows) where state <> 'Draft';

            create table catalog.documents (
                content_id uuid primary key references catalog.titles on delete cascade,
                keys text[] not null,
                names tsvector not null, -- weight A of words alone: an index does not know weights, and would read each document
                words tsvector not null);
            create index documents_names on catalog.documents using gin (names);
            create index documents_words on catalog.documents using gin (words);
            create index documents_keys on catalog.documents using gin (keys);

            create table catalog.words (word text collate "C" primary key); -- "C", so that the key also serves prefixes
            create index words_similar on catalog.words using gin (word public.gin_trgm_ops);

            create table catalog.version (
                only_one boolean primary key default true check (only_one),
                generation bigint not null,
                changed_by xid8);
            insert into catalog.version (generation) values (1);

            create table catalog.activity (
                content_id uuid primary key references catalog.titles on delete cascade,
                plays bigint not null default 0,
                rating_count int not null default 0,
                rating_sum bigint not null default 0);
            insert into catalog.activity (content_id, rating_count, rating_sum)
                select content_id, count(*), sum(stars) from catalog.ratings group by content_id;

            -- Writers index one after another: words and people are shared, and two commits could wait for each other's.
            -- At commit, so that nobody holds the lock, or the one row, for longer than that takes.
            create function catalog.lock_index() returns void language sql as $$ select pg_advisory_xact_lock(4927155) $$;

            -- Once a transaction.
            create function catalog.changed() returns trigger language plpgsql as $$
            begin
                perform catalog.lock_index();
                update catalog.version set generation = generation + 1, changed_by = pg_current_xact_id()
                    where changed_by is distinct from pg_current_xact_id();
                return null;
            end $$;

            create function catalog.index_title(id uuid) returns void language plpgsql as $$
            declare
                names text[];
                name_words text[];
                people_words text[];
                people_pairs text[]; -- "tomhanks" and "deniro"; no words to mend others to
                descriptions text;
                genres_text text;
            begin
                select array[t.name] || array(select l.title from catalog.localizations l where l.content_id = id order by l.language),
                       t.description || ' ' || coalesce((select string_agg(l.description, ' ') from catalog.localizations l where l.content_id = id), ''),
                       array_to_string(t.genres, ' ')
                    into names, descriptions, genres_text from catalog.titles t where t.content_id = id;
                if names is null then return; end if;

                -- Of "Schindler's", also "schindler"; and words joined in pairs.
                select array_agg(w) into name_words from (
                    select unnest(catalog.words_of(n)) w from unnest(names) n
                    union all select unnest(catalog.words_of(regexp_replace(n, '[''’]s\M', '', 'g'))) from unnest(names) n where n ~ '[''’]s\M'
                    union all select unnest(catalog.pairs_of(catalog.words_of(n))) from unnest(names) n) all_words;
                select coalesce(array_agg(w), '{}') into people_words from (
                    select unnest(catalog.words_of(c.name)) w from catalog.credits c where c.content_id = id
                    union all -- leading parts count twice
                    select unnest(catalog.words_of(c.name)) from catalog.credits c where c.content_id = id and c."order" < 3) cast_words;
                select coalesce(array_agg(w), '{}') into people_pairs from (
                    select unnest(catalog.pairs_of(catalog.words_of(c.name))) w from catalog.credits c where c.content_id = id) joined;

                insert into catalog.documents as d (content_id, keys, names, words) values (
                    id,
                    array(select distinct catalog.compact(k) from unnest(names) n, unnest(array[n, regexp_replace(n, '^(the|an|a)\s+', '', 'i')]) k
                        where catalog.compact(k) <> ''),
                    to_tsvector('simple', array_to_string(name_words, ' ')),
                    setweight(to_tsvector('simple', array_to_string(name_words, ' ')), 'A') ||
                    setweight(to_tsvector('simple', array_to_string(people_words || people_pairs, ' ')), 'B') ||
                    setweight(to_tsvector('simple', array_to_string(catalog.words_of(genres_text), ' ')), 'C') ||
                    setweight(to_tsvector('english', array_to_string(catalog.words_of(genres_text), ' ')), 'C') ||
                    setweight(to_tsvector('english', array_to_string(catalog.words_of(descriptions), ' ')), 'D'))
                on conflict (content_id) do update set keys = excluded.keys, names = excluded.names, words = excluded.words;

                insert into catalog.people (person_id, name)
                    select distinct on (c.person_id) c.person_id, c.name from catalog.credits c where c.content_id = id order by c.person_id
                    on conflict do nothing;
                insert into catalog.words (word)
                    select distinct w from unnest(name_words || people_words || catalog.words_of(genres_text)) w
                    where length(w) between 2 and 40 order by w
                    on conflict do nothing;
            end $$;

            create function catalog.title_changed() returns trigger language plpgsql as $$
            begin
                perform catalog.lock_index();
                perform catalog.index_title(new.content_id);
                return null;
            end $$;

            create constraint trigger titles_inserted after insert on catalog.titles
                deferrable initially deferred for each row execute function catalog.title_changed();
            create constraint trigger titles_reindexed after update on catalog.titles
                deferrable initially deferred for each row when (old.revision <> new.revision) execute function catalog.title_changed();
            create constraint trigger titles_version_inserted after insert or delete on catalog.titles
                deferrable initially deferred for each row execute function catalog.changed();
            create constraint trigger titles_version after update on catalog.titles
                deferrable initially deferred for each row
                when ((old.revision, old.state, old.artwork_asset_id, old.has_windows) is distinct from (new.revision, new.state, new.artwork_asset_id, new.has_windows))
                execute function catalog.changed();
            create constraint trigger availabilities_version after insert or delete or update on catalog.availabilities
                deferrable initially deferred for each row execute function catalog.changed();

            -- Sums that stay right whoever writes: the row lock puts concurrent ratings in a line.
            create function catalog.rated() returns trigger language plpgsql as $$
            begin
                insert into catalog.activity as a (content_id, rating_count, rating_sum)
                    select coalesce(new.content_id, old.content_id),
                        (new is not null)::int - (old is not null)::int, coalesce(new.stars, 0) - coalesce(old.stars, 0)
                    where exists (select from catalog.titles t where t.content_id = coalesce(new.content_id, old.content_id))
                on conflict (content_id) do update set
                    rating_count = a.rating_count + excluded.rating_count, rating_sum = a.rating_sum + excluded.rating_sum;
                return null;
            end $$;
            create trigger ratings_counted after insert or update of stars or delete on catalog.ratings
                for each row execute function catalog.rated();

            select catalog.index_title(content_id) from catalog.titles;
            """);
    }
}
