using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Catalog.Migrations;

/// <summary>Lists with an order, reviews, editorial collections, trailers, and what the studio's own list is found by.</summary>
[DbContext(typeof(CatalogDbContext))]
[Migration("0003_reviews_collections_trailers")]
internal sealed class M0003ReviewsCollectionsTrailers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            alter table catalog.my_list add position int not null default 0;
            update catalog.my_list m set position = placed.position from (
                select profile_id, content_id, row_number() over (partition by profile_id order by added_at, content_id desc) as position
                from catalog.my_list) placed
            where placed.profile_id = m.profile_id and placed.content_id = m.content_id;
            create index my_list_order on catalog.my_list (profile_id, position desc) include (content_id);

            create table catalog.reviews (
                review_id uuid primary key,
                content_id uuid not null references catalog.titles on delete cascade,
                profile_id uuid not null,
                author text not null,
                text text not null,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                reports int not null default 0,
                hidden boolean not null default false,
                unique (content_id, profile_id));
            create index reviews_newest on catalog.reviews (content_id, created_at desc, review_id);
            create index reviews_profile on catalog.reviews (profile_id);
            create index reviews_all on catalog.reviews (created_at desc, review_id);
            create index reviews_reported on catalog.reviews (created_at desc, review_id) where reports > 0;
            create index reviews_hidden on catalog.reviews (created_at desc, review_id) where hidden;

            -- A report stays after a moderator has found the review fit, so that its profile cannot report it again.
            create table catalog.review_reports (
                review_id uuid not null references catalog.reviews on delete cascade,
                profile_id uuid not null,
                reason text not null,
                reported_at timestamptz not null,
                dismissed boolean not null default false,
                primary key (review_id, profile_id));
            create index review_reports_profile on catalog.review_reports (profile_id);

            create table catalog.collections (
                collection_id uuid primary key,
                name text not null,
                description text,
                published boolean not null,
                position int not null,
                created_at timestamptz not null);
            create index collections_order on catalog.collections (position, collection_id);
            create table catalog.collection_titles (
                collection_id uuid not null references catalog.collections on delete cascade,
                content_id uuid not null references catalog.titles on delete cascade,
                position int not null,
                primary key (collection_id, content_id));
            create index collection_titles_order on catalog.collection_titles (collection_id, position) include (content_id);
            create index collection_titles_title on catalog.collection_titles (content_id);
            create constraint trigger collections_version after insert or delete or update on catalog.collections
                deferrable initially deferred for each row execute function catalog.changed();
            create constraint trigger collection_titles_version after insert or delete or update on catalog.collection_titles
                deferrable initially deferred for each row execute function catalog.changed();

            alter table catalog.titles add trailer_id uuid unique references catalog.videos;

            -- The studio's list holds drafts too, newest first; one or two letters are no trigram, so they are looked up as a beginning.
            create index titles_studio_state on catalog.titles (state, content_id desc);
            create index titles_studio_type on catalog.titles (type, content_id desc);
            create index titles_studio_prefix on catalog.titles (catalog.fold(name) text_pattern_ops);
            """);
    }
}
