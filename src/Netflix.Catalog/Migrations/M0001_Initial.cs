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
    }
}
