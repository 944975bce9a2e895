using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Personalization.Migrations;

/// <summary>What profiles said of titles, and the models learned from it.</summary>
[DbContext(typeof(PersonalizationDbContext))]
[Migration("0002_taste")]
internal sealed class M0002Taste : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        -- How far a profile watched is Playback's to know; here is what it said and did besides.
        create table personalization.signals (
            profile_id uuid not null,
            content_id uuid not null,
            started int not null default 0,
            country text,
            rating smallint,
            rated_at timestamptz,
            listed boolean not null default false,
            listed_at timestamptz,
            picked boolean not null default false,
            hidden boolean not null default false,
            at timestamptz not null,
            primary key (profile_id, content_id));
        create index signals_newest on personalization.signals (profile_id, at desc);
        create index signals_title on personalization.signals (content_id);

        -- The learned numbers are in the object store, under models/{model_id}.
        create table personalization.models (
            model_id uuid primary key,
            created_at timestamptz not null,
            state text not null,
            reason text not null,
            data_from timestamptz,
            data_to timestamptz,
            interactions int not null,
            profiles int not null,
            titles int not null,
            train_seconds double precision not null,
            bytes bigint not null,
            metrics jsonb not null default 'null',
            settings jsonb not null default '{}');
        -- What was shown and what was chosen of it; learned from once a minute, then kept for evaluation.
        create table personalization.interactions (
            interaction_id bigint generated always as identity primary key,
            at timestamptz not null default now(),
            account_id uuid not null,
            profile_id uuid not null,
            content_id uuid not null,
            algorithm text not null,
            row_place int not null,
            place int not null,
            clicked boolean not null,
            picture int,
            context text not null,
            propensity real,
            explored real);
        create index interactions_profile on personalization.interactions (profile_id);
        create index interactions_account on personalization.interactions (account_id, at);
        create index interactions_time on personalization.interactions using brin (at);

        create table personalization.learned_clicks (
            only_one boolean primary key default true check (only_one),
            interaction_id bigint not null);
        insert into personalization.learned_clicks (interaction_id) values (0);

        -- Of one profile, and of all under the id of none. Seen: impressions, each as likely to have been looked at as its row is high.
        create table personalization.row_clicks (
            profile_id uuid not null,
            algorithm text not null,
            seen double precision not null,
            clicked double precision not null,
            primary key (profile_id, algorithm));

        create table personalization.picture_clicks (
            content_id uuid not null,
            picture int not null,
            context text not null,
            shown double precision not null,
            clicked double precision not null,
            primary key (content_id, picture, context));
        create unique index models_one on personalization.models (state) where state in ('Serving', 'Training');
        """);
}
