using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Delivery.Migrations;

[DbContext(typeof(DeliveryDbContext))]
[Migration("0003_cache_content")]
internal sealed class M0003CacheContent : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table delivery.edges
            add disk_bytes bigint not null default 0,
            add disk_capacity_bytes bigint not null default 0,
            add assets int not null default 0,
            add assets_version bigint not null default 0,
            -- Which assets the edge holds: the bits of a Bloom filter, written when it has changed.
            add assets_filter bytea;
        """);
}
