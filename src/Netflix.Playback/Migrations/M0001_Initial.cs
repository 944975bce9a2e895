using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Playback.Migrations;

[DbContext(typeof(PlaybackDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(PlaybackDbContext.Schema);
        migrationBuilder.CreateOutbox(PlaybackDbContext.Schema);
        migrationBuilder.Sql("""
            create table playback.assets (
                asset_id uuid primary key,
                video_id uuid not null,
                content_id uuid not null,
                ready_at timestamptz not null,
                description jsonb not null);
            create index assets_video on playback.assets (video_id, asset_id desc);

            create table playback.sessions (
                session_id uuid primary key,
                account_id uuid not null,
                profile_id uuid not null,
                device_id uuid not null,
                device_type text not null,
                video_id uuid not null,
                content_id uuid not null,
                asset_id uuid not null,
                country text not null,
                max_rung int not null,
                max_streams int not null,
                duration_seconds double precision not null,
                started_at timestamptz not null,
                expires_at timestamptz not null,
                ended_at timestamptz,
                end_reason text);
            create index sessions_account on playback.sessions (account_id, session_id desc);

            create table playback.watch_records (
                profile_id uuid not null,
                video_id uuid not null,
                content_id uuid not null,
                session_id uuid not null,
                sequence bigint not null,
                position_seconds double precision not null,
                duration_seconds double precision not null,
                completed boolean not null,
                watched_at timestamptz not null,
                primary key (profile_id, video_id));
            create index watch_records_newest on playback.watch_records (profile_id, watched_at desc);

            create table playback.player_events (
                session_id uuid not null,
                type text not null,
                at timestamptz not null,
                received_at timestamptz not null,
                properties jsonb not null);
            create index player_events_session on playback.player_events (session_id, at);
            """);
    }
}
