using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Catalog.Migrations;

[DbContext(typeof(CatalogDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(CatalogDbContext.Schema);
        migrationBuilder.CreateOutbox(CatalogDbContext.Schema);
        migrationBuilder.Sql("""
            create extension if not exists unaccent with schema public;
            create extension if not exists pg_trgm with schema public;

            -- unaccent itself is only STABLE, for its dictionary could change; an index needs the promise that it does not.
            create function catalog.fold(value text) returns text language sql immutable parallel safe strict
                return lower(public.unaccent('public.unaccent', value));

            create table catalog.videos (
                video_id uuid primary key,
                asset_id uuid,
                duration_seconds double precision,
                has_poster boolean not null,
                audio_languages text[] not null,
                subtitle_languages text[] not null);

            create table catalog.titles (
                content_id uuid primary key,
                type text not null,
                state text not null,
                name text not null,
                description text not null,
                genres text[] not null,
                release_year int,
                rating text,
                maturity int not null,
                language text,
                external_id text unique,
                created_at timestamptz not null,
                published_at timestamptz,
                artwork_asset_id uuid,
                video_id uuid unique references catalog.videos);
            create index titles_newest on catalog.titles (published_at desc nulls last, content_id) where state <> 'Draft';
            create index titles_genres on catalog.titles using gin (genres);
            create index titles_name on catalog.titles using gin (catalog.fold(name) public.gin_trgm_ops);

            create table catalog.credits (
                content_id uuid not null references catalog.titles on delete cascade,
                role text not null,
                "order" int not null,
                name text not null,
                primary key (content_id, role, "order"));

            create table catalog.seasons (
                season_id uuid primary key,
                content_id uuid not null references catalog.titles on delete cascade,
                number int not null,
                name text,
                unique (content_id, number));

            create table catalog.episodes (
                episode_id uuid primary key,
                season_id uuid not null references catalog.seasons on delete cascade,
                number int not null,
                name text not null,
                description text,
                video_id uuid not null unique references catalog.videos,
                unique (season_id, number));

            create table catalog.availabilities (
                availability_id uuid primary key,
                content_id uuid not null references catalog.titles on delete cascade,
                region text not null,
                "from" timestamptz,
                "to" timestamptz);
            create index availabilities_title on catalog.availabilities (content_id);

            create table catalog.ratings (
                profile_id uuid not null,
                content_id uuid not null references catalog.titles on delete cascade,
                stars int not null check (stars between 1 and 5),
                rated_at timestamptz not null,
                primary key (profile_id, content_id));
            create index ratings_title on catalog.ratings (content_id);

            create table catalog.my_list (
                profile_id uuid not null,
                content_id uuid not null references catalog.titles on delete cascade,
                added_at timestamptz not null,
                primary key (profile_id, content_id));
            """);
    }
}
