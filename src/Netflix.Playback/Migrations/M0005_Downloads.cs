using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Playback.Migrations;

[DbContext(typeof(PlaybackDbContext))]
[Migration("0005_downloads")]
internal sealed class M0005Downloads : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table playback.downloads (
            download_id uuid primary key,
            account_id uuid not null,
            profile_id uuid not null,
            device_id uuid not null,
            device_type text not null,
            video_id uuid not null,
            content_id uuid not null,
            asset_id uuid not null,
            country text not null,
            rung int not null,
            fetch_id uuid not null,
            fetch_until timestamptz not null,
            created_at timestamptz not null,
            expires_at timestamptz not null,
            first_played_at timestamptz,
            renewals int not null,
            unique (device_id, profile_id, video_id));
        create index downloads_account on playback.downloads (account_id, profile_id, download_id desc);
        create index downloads_video on playback.downloads (video_id);

        -- The next episode, made ready while one plays.
        alter table playback.sessions add preload_of uuid;

        -- How a profile likes its player, and the tracks it took in a title.
        create table playback.viewing_settings (
            profile_id uuid primary key,
            settings jsonb not null,
            changed_at timestamptz not null);
        create table playback.track_choices (
            profile_id uuid not null,
            content_id uuid not null,
            choice jsonb not null,
            changed_at timestamptz not null,
            primary key (profile_id, content_id));
        create index track_choices_newest on playback.track_choices (profile_id, changed_at desc);
        """);
}
