using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Delivery.Migrations;

[DbContext(typeof(DeliveryDbContext))]
[Migration("0004_prefill")]
internal sealed class M0004Prefill : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table delivery.edges
            add prefill_fetches bigint not null default 0,
            add prefill_saved bigint not null default 0;

        -- What one edge was told to fetch before viewers ask, how far it came, and what viewers then had of it.
        create table delivery.prefills (
            run_id uuid not null,
            edge_id text not null,
            region text not null,
            by_operator boolean not null,
            started_at timestamptz not null,
            until timestamptz not null,
            max_mbps int not null,
            capacity_bytes bigint not null,
            planned_bytes bigint not null,
            assets jsonb not null,
            state text not null,
            fetched_bytes bigint not null default 0,
            present_bytes bigint not null default 0,
            files int not null default 0,
            failed_files int not null default 0,
            ended_at timestamptz,
            requests bigint not null default 0,
            origin_fetches bigint not null default 0,
            saved bigint not null default 0,
            primary key (run_id, edge_id));
        -- One at a time.
        create unique index prefills_open on delivery.prefills (edge_id) where ended_at is null;
        create index prefills_newest on delivery.prefills (edge_id, run_id desc);
        """);
}
