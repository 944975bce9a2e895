using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Playback.Migrations;

[DbContext(typeof(PlaybackDbContext))]
[Migration("0006_title_sessions")]
internal sealed class M0006TitleSessions : Migration
{
    /// <summary>A session's id tells its time: a title's sessions of a span are one stretch of this index.</summary>
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("create index sessions_title on playback.sessions (content_id, session_id);");
}
