using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Encoding.Migrations;

/// <summary>Jobs that add a track to an asset; null for those that make one.</summary>
[DbContext(typeof(EncodingDbContext))]
[Migration("0006_added_tracks")]
internal sealed class M0006AddedTracks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table encoding.jobs add added jsonb;");
}
