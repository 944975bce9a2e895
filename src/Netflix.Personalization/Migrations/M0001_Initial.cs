using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Personalization.Migrations;

[DbContext(typeof(PersonalizationDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(PersonalizationDbContext.Schema);
        migrationBuilder.CreateOutbox(PersonalizationDbContext.Schema);
        migrationBuilder.Sql("""
            create table personalization.title_starts (
                country text not null,
                day date not null,
                content_id uuid not null,
                count int not null,
                primary key (country, day, content_id));

            -- A session counts once, however often its event comes; kept as long as a repeat is possible.
            create table personalization.counted_sessions (
                session_id uuid primary key,
                counted_at timestamptz not null);
            """);
    }
}
