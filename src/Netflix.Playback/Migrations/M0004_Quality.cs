using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Playback.Migrations;

[DbContext(typeof(PlaybackDbContext))]
[Migration("0004_quality")]
internal sealed class M0004Quality : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table playback.sessions add bandwidth bigint;

        -- The score is of the totals alone, so the table keeps it true. Of 100: 30 for the start (all under 1 s, none from 10 s, linear in the
        -- logarithm), 40 for the share of time that stalled (none from 5 %), 10 for errors (none from two), 20 for switches (none from four
        -- a minute; the first minute counts whole). A session that failed before its first picture has 0, one that has done neither has none.
        create table playback.session_quality (
            session_id uuid primary key,
            content_id uuid not null,
            video_id uuid not null,
            region text not null,
            device_type text not null,
            edge text,
            height bigint,
            bitrate bigint,
            startup_ms bigint,
            played_ms bigint not null,
            stalled_ms bigint not null,
            stalls bigint not null,
            switches bigint not null,
            errors bigint not null,
            started_at timestamptz not null,
            updated_at timestamptz not null,
            score double precision generated always as (case
                when played_ms = 0 and startup_ms is null then case when errors > 0 then 0 end
                else 30 * least(1, greatest(0, 1 - log(greatest(coalesce(startup_ms, 1), 1)::double precision / 1000)))
                    + 40 * greatest(0, 1 - 20 * stalled_ms::double precision / greatest(played_ms + stalled_ms, 1))
                    + 10 * greatest(0, 1 - errors::double precision / 2)
                    + 20 * greatest(0, 1 - switches / greatest(1, played_ms::double precision / 60000) / 4)
                end) stored);
        create index session_quality_started on playback.session_quality (started_at);

        alter table playback.player_events rename to player_events_before;
        drop index playback.player_events_session;
        create table playback.player_events (
            session_id uuid not null,
            type text not null,
            at timestamptz not null,
            received_at timestamptz not null,
            properties jsonb not null) partition by range (received_at);
        create index player_events_session on playback.player_events (session_id, at);

        -- Makes the partitions of these days where they are missing, and drops those older than are kept. Replicas take turns.
        create function playback.keep_player_events(today date, ahead int, kept int) returns void language plpgsql as $body$
            declare
                start timestamptz;
                part text;
            begin
                perform pg_advisory_xact_lock(hashtext('playback.player_events'));
                for n in 0 .. ahead loop
                    start := (today + n)::timestamp at time zone 'utc';
                    part := 'player_events_' || to_char(today + n, 'YYYYMMDD');
                    if to_regclass('playback.' || part) is null then
                        execute format('create table playback.%I partition of playback.player_events for values from (%L) to (%L)', part, start, start + interval '24 hours');
                    end if;
                end loop;
                for part in select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
                    where inhparent = 'playback.player_events'::regclass and relname < 'player_events_' || to_char(today - kept, 'YYYYMMDD')
                loop
                    execute format('drop table playback.%I', part);
                end loop;
            end $body$;

        select playback.keep_player_events(day, 0, 36500)
        from (select distinct (received_at at time zone 'utc')::date from playback.player_events_before) before (day);
        select playback.keep_player_events((now() at time zone 'utc')::date, 3, 36500);
        insert into playback.player_events select session_id, type, at, received_at, properties from playback.player_events_before;
        drop table playback.player_events_before;
        """);
}
