using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Encoding.Migrations;

[DbContext(typeof(EncodingDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(EncodingDbContext.Schema);
        migrationBuilder.CreateOutbox(EncodingDbContext.Schema);
    }
}
