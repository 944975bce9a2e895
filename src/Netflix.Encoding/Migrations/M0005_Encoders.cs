using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Encoding.Migrations;

/// <summary>Encoders tell that they live, what they do, and why they wait.</summary>
[DbContext(typeof(EncodingDbContext))]
[Migration("0005_encoders")]
internal sealed class M0005Encoders : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table encoding.encoders (
            name text primary key,
            tasks int not null,
            running int not null,
            free_bytes bigint not null,
            paused text,
            seen_at timestamptz not null);
        """);
}
