using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Identity.Migrations;

[DbContext(typeof(IdentityDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(IdentityDbContext.Schema);
        migrationBuilder.CreateOutbox(IdentityDbContext.Schema);
    }
}
