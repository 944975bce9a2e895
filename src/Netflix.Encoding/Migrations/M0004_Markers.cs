using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Encoding.Migrations;

/// <summary>Markers, and what they are found by. Assets from before can be marked by hand.</summary>
[DbContext(typeof(EncodingDbContext))]
[Migration("0004_markers")]
internal sealed class M0004Markers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table encoding.uploads add season int, add episode int;
        alter table encoding.jobs add season int, add episode int;

        create table encoding.fingerprints (
            video_id uuid primary key,
            content_id uuid not null,
            season int,
            episode int,
            duration_seconds double precision not null,
            data bytea not null,
            cuts double precision[] not null,
            chapters jsonb not null,
            credits_from double precision,
            credits_confidence double precision);
        create index fingerprints_season on encoding.fingerprints (content_id, season);

        create table encoding.markers (
            video_id uuid primary key,
            content_id uuid not null,
            duration_seconds double precision not null,
            revision int not null,
            edited boolean not null,
            markers jsonb not null);
        create index markers_content on encoding.markers (content_id);

        insert into encoding.markers
            select distinct on (video_id) video_id, content_id, (asset ->> 'durationSeconds')::double precision, 0, false, '[]'
            from encoding.jobs where status = 'Completed' and asset is not null and not discarded order by video_id, job_id desc;
        """);
}
