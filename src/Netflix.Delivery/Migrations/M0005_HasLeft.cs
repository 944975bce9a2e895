using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Delivery.Migrations;

[DbContext(typeof(DeliveryDbContext))]
[Migration("0005_has_left")]
internal sealed class M0005HasLeft : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("alter table delivery.edges add has_left boolean not null default false;");
}
