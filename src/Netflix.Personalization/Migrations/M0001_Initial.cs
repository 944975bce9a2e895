using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Personalization.Migrations;

[DbContext(typeof(PersonalizationDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(PersonalizationDbContext.Schema);
        migrationBuilder.CreateOutbox(PersonalizationDbContext.Schema);
    }
}
