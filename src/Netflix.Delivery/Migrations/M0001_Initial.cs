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
    }
}
