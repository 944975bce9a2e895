using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Personalization.Migrations;

[DbContext(typeof(PersonalizationDbContext))]
[Migration("0003_experiments")]
internal sealed class M0003Experiments : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table personalization.experiments (
            experiment_id uuid primary key,
            definition jsonb not null,
            state text not null,
            buckets int[] not null,
            created_at timestamptz not null,
            changed_at timestamptz not null,
            started_at timestamptz,
            stopped_at timestamptz);
        create index experiments_state on personalization.experiments (state);

        -- The first time an account met its variant; it keeps that variant, whatever comes later.
        create table personalization.exposures (
            experiment_id uuid not null,
            account_id uuid not null,
            variant text not null,
            exposed_at timestamptz not null,
            primary key (experiment_id, account_id));
        create index exposures_account on personalization.exposures (account_id);
        """);
}
