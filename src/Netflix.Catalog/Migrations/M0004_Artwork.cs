using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Catalog.Migrations;

/// <summary>The stills that a title's picture is chosen from, and the clip that plays under a resting pointer.</summary>
[DbContext(typeof(CatalogDbContext))]
[Migration("0004_artwork")]
internal sealed class M0004Artwork : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table catalog.videos add has_preview boolean not null default false, add artwork jsonb not null default '[]';
        alter table catalog.titles add artwork_number int, add preview_asset_id uuid;
        """);
}
