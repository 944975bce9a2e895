using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Identity.Migrations;

[DbContext(typeof(IdentityDbContext))]
[Migration("0003_suspensions_and_used_codes")]
internal sealed class M0003SuspensionsAndUsedCodes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table identity.users add column suspended_by_operator boolean not null default false;

        -- Codes of authenticators work once; kept, as hashes, for some minutes longer than they would work.
        create table identity.used_codes (
            account_id uuid not null references identity.users on delete cascade,
            code_hash bytea not null,
            used_at timestamptz not null,
            primary key (account_id, code_hash));
        """);
}
