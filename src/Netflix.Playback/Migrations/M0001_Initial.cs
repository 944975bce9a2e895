using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Playback.Migrations;

[DbContext(typeof(PlaybackDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(PlaybackDbContext.Schema);
        migrationBuilder.CreateOutbox(PlaybackDbContext.Schema);
    }
}
