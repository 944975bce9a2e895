using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Identity.Migrations;

[DbContext(typeof(IdentityDbContext))]
[Migration("0002_recovery_audit_links")]
internal sealed class M0002RecoveryAuditLinks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table identity.password_resets (
            hash bytea primary key,
            account_id uuid not null references identity.users on delete cascade,
            expires_at timestamptz not null);
        create index password_resets_of_account on identity.password_resets (account_id);

        -- What an account was signed in from before; the fingerprint is a hash.
        create table identity.known_devices (
            account_id uuid not null references identity.users on delete cascade,
            fingerprint bytea not null,
            seen_at timestamptz not null,
            primary key (account_id, fingerprint));

        -- The email stands with the account alone: the trail of a deleted account goes with it.
        create table identity.audit (
            event_id uuid primary key,
            at timestamptz not null,
            kind text not null,
            account_id uuid references identity.users on delete cascade,
            actor_id uuid references identity.users on delete set null,
            device_id uuid,
            address text,
            detail text);
        create index audit_newest on identity.audit (at desc, event_id desc);
        create index audit_of_account on identity.audit (account_id, at desc, event_id desc);
        create index audit_of_kind on identity.audit (kind, at desc, event_id desc);
        create index audit_of_actor on identity.audit (actor_id) where actor_id is not null;

        -- Televisions that wait to be signed in; both codes are hashes.
        create table identity.device_links (
            device_hash bytea primary key,
            user_hash bytea not null unique,
            device_name text not null,
            device_type text not null,
            address text,
            region text,
            requested_at timestamptz not null,
            expires_at timestamptz not null,
            polled_at timestamptz,
            interval_seconds int not null,
            state text not null,
            account_id uuid references identity.users on delete cascade);
        create index device_links_expiry on identity.device_links (expires_at);
        create index device_links_of_account on identity.device_links (account_id) where account_id is not null;

        -- Administrators look accounts up by a part of the email.
        create extension if not exists pg_trgm with schema public;
        create index users_email_parts on identity.users using gin (normalized_email public.gin_trgm_ops);
        create index users_roles on identity.users using gin (roles);

        -- A hash of the device's id, so that nothing of a deleted account stays; and, for a device that is still signed in,
        -- before when its tokens must have been issued to be refused.
        alter table identity.revoked_devices rename column device_id to key;
        update identity.revoked_devices set key = encode(substring(sha256(uuid_send(key)) from 1 for 16), 'hex')::uuid;
        alter table identity.revoked_devices add column issued_before timestamptz;
        """);
}
