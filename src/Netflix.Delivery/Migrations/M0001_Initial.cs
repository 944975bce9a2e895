using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Delivery.Migrations;

[DbContext(typeof(DeliveryDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(DeliveryDbContext.Schema);
        migrationBuilder.CreateOutbox(DeliveryDbContext.Schema);
        migrationBuilder.Sql("""
            create table delivery.edges (
                edge_id text primary key,
                base_url text not null,
                region text not null,
                is_up boolean not null,
                is_draining boolean not null,
                last_seen timestamptz not null,
                load double precision not null,
                hits bigint not null,
                misses bigint not null,
                origin_fetches bigint not null,
                sent_bytes bigint not null,
                cached_bytes bigint not null,
                capacity_bytes bigint not null,
                sending int not null);
            create index edges_up on delivery.edges (last_seen) where is_up;
            """);
    }
}
