using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Playback.Migrations;

[DbContext(typeof(PlaybackDbContext))]
[Migration("0002_trailers")]
internal sealed class M0002Trailers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("alter table playback.sessions add is_trailer boolean not null default false;");
}
