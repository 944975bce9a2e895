using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Netflix.Messaging;

namespace Netflix.Encoding.Migrations;

[DbContext(typeof(EncodingDbContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(EncodingDbContext.Schema);
        migrationBuilder.CreateOutbox(EncodingDbContext.Schema);
        migrationBuilder.Sql("""
            create table encoding.uploads (
                upload_id uuid primary key,
                content_id uuid not null,
                video_id uuid,
                title text,
                file_name text,
                length bigint,
                received bigint not null,
                created_at timestamptz not null,
                expires_at timestamptz,
                job_id uuid,
                metadata text);
            create index uploads_expiry on encoding.uploads (expires_at);
            create index uploads_content on encoding.uploads (content_id);

            create table encoding.upload_parts (
                upload_id uuid not null references encoding.uploads on delete cascade,
                position bigint not null,
                part_id uuid not null,
                length int not null,
                sha256 bytea not null,
                primary key (upload_id, position));

            create table encoding.jobs (
                job_id uuid primary key,
                content_id uuid not null,
                video_id uuid not null,
                upload_id uuid not null,
                asset_id uuid not null,
                title text not null,
                file_name text,
                status text not null,
                created_at timestamptz not null,
                started_at timestamptz,
                finished_at timestamptz,
                plan jsonb,
                asset jsonb,
                quality_report jsonb,
                error text,
                refused boolean not null,
                swept boolean not null,
                replaced boolean not null,
                asset_expires_at timestamptz,
                discarded boolean not null);
            create index jobs_content on encoding.jobs (content_id);
            create index jobs_video on encoding.jobs (video_id);
            create index jobs_status on encoding.jobs (status, job_id desc);
            create index jobs_unswept on encoding.jobs (job_id) where not swept;
            create index jobs_asset_expiry on encoding.jobs (asset_expires_at) where asset_expires_at is not null;

            create table encoding.tasks (
                task_id uuid primary key,
                job_id uuid not null references encoding.jobs on delete cascade,
                kind text not null,
                stage int not null,
                number int not null,
                weight double precision not null,
                progress double precision not null,
                attempt int not null,
                failures int not null,
                worker text,
                due_at timestamptz not null,
                completed_at timestamptz,
                error text,
                unique (job_id, kind, number));
            create index tasks_due on encoding.tasks (due_at) where completed_at is null;
            """);
    }
}
