using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Netflix.Encoding.Migrations;

/// <summary>Analysis, priorities, logs and results of tasks. Jobs that run begin anew, for their plans have another shape now.</summary>
[DbContext(typeof(EncodingDbContext))]
[Migration("0002_complete")]
internal sealed class M0002Complete : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table encoding.jobs add priority int not null default 0, add analysis jsonb;
        alter table encoding.tasks add log text, add result jsonb;

        update encoding.jobs set quality_report = null, plan = case when plan is null then null else jsonb_set(
            plan || '{"audio": [], "text": []}', '{source}', (plan -> 'source') || jsonb_build_object('text', '[]'::jsonb, 'chapters', '[]'::jsonb,
                'audio', case when jsonb_typeof(plan #> '{source,audio}') = 'object' then jsonb_build_array(plan #> '{source,audio}') else '[]'::jsonb end)) end;
        update encoding.jobs set plan = null, status = 'Pending', started_at = null where status in ('Pending', 'Processing');
        delete from encoding.tasks task using encoding.jobs job where job.job_id = task.job_id and job.status = 'Pending';
        insert into encoding.tasks (task_id, job_id, kind, stage, number, weight, progress, attempt, failures, due_at)
            select gen_random_uuid(), job_id, 'Inspect', 0, 0, 5, 0, 0, 0, 'epoch' from encoding.jobs where status = 'Pending';
        """);
}
