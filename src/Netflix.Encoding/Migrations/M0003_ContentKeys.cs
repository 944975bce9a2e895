using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Encoding.Migrations;

/// <summary>Content keys, sealed, and whether a film is to be encrypted at all.</summary>
[DbContext(typeof(EncodingDbContext))]
[Migration("0003_content_keys")]
internal sealed class M0003ContentKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table encoding.content_keys (
            asset_id uuid not null,
            label text not null,
            key_id uuid not null,
            sealed bytea not null,
            primary key (asset_id, label));

        alter table encoding.uploads add protection text;
        alter table encoding.jobs add protection text;
        """);
}
