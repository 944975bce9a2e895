using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Playback.Migrations;

[DbContext(typeof(PlaybackDbContext))]
[Migration("0003_markers")]
internal sealed class M0003Markers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table playback.markers (
            video_id uuid primary key,
            markers jsonb not null,
            changed_at timestamptz not null);
        """);
}
