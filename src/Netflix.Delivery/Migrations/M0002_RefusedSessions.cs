using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Delivery.Migrations;

[DbContext(typeof(DeliveryDbContext))]
[Migration("0002_refused_sessions")]
internal sealed class M0002RefusedSessions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        -- Sessions whose path tokens edges refuse though they have not expired; kept until they have.
        create table delivery.refused_sessions (
            session_id uuid primary key,
            until timestamptz not null,
            added_at timestamptz not null);
        create index refused_sessions_newest on delivery.refused_sessions (added_at);
        create index refused_sessions_end on delivery.refused_sessions (until);
        """);
}
