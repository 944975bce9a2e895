using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Identity.Migrations;

[DbContext(typeof(IdentityDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(IdentityDbContext.Schema);
        migrationBuilder.CreateOutbox(IdentityDbContext.Schema);
        migrationBuilder.Sql("""
            create table identity.users (
                id uuid primary key,
                user_name text not null,
                normalized_user_name text not null unique,
                email text not null,
                normalized_email text not null unique,
                password_hash text not null,
                security_stamp text not null,
                concurrency_stamp text not null,
                two_factor_enabled boolean not null,
                country text not null,
                language text not null,
                plan text not null,
                subscription text not null,
                roles text[] not null,
                created_at timestamptz not null);

            -- The authenticator's key and the recovery codes.
            create table identity.user_tokens (
                user_id uuid not null references identity.users on delete cascade,
                login_provider text not null,
                name text not null,
                value text,
                primary key (user_id, login_provider, name));

            create table identity.profiles (
                profile_id uuid primary key,
                account_id uuid not null references identity.users on delete cascade,
                name text not null,
                is_kids boolean not null,
                avatar text,
                language text,
                maturity int not null,
                pin_hash text,
                autoplay_next boolean not null,
                data_saver boolean not null,
                created_at timestamptz not null);
            create index profiles_of_account on identity.profiles (account_id);

            create table identity.devices (
                device_id uuid primary key,
                account_id uuid not null references identity.users on delete cascade,
                name text not null,
                type text not null,
                created_at timestamptz not null,
                last_used_at timestamptz not null);
            create index devices_of_account on identity.devices (account_id);
            create index devices_last_used on identity.devices (last_used_at);

            -- Used ones stay until they would have expired: their reuse ends the device's session.
            create table identity.refresh_tokens (
                hash bytea primary key,
                device_id uuid not null references identity.devices on delete cascade,
                expires_at timestamptz not null,
                used_at timestamptz);
            create index refresh_tokens_of_device on identity.refresh_tokens (device_id);
            create index refresh_tokens_expiry on identity.refresh_tokens (expires_at);

            -- Signed out, kept while an access token of theirs may still live.
            create table identity.revoked_devices (
                device_id uuid primary key,
                revoked_at timestamptz not null);
            create index revoked_devices_newest on identity.revoked_devices (revoked_at);

            create table identity.profile_unlocks (
                device_id uuid not null references identity.devices on delete cascade,
                profile_id uuid not null references identity.profiles on delete cascade,
                primary key (device_id, profile_id));
            create index unlocks_of_profile on identity.profile_unlocks (profile_id);

            -- Keys are hashes: no address and no unknown email is stored.
            create table identity.attempts (
                key bytea primary key,
                count int not null,
                ends_at timestamptz not null);
            create index attempts_end on identity.attempts (ends_at);

            create table identity.data_protection_keys (
                name text primary key,
                xml text not null);
            """);
    }
}
