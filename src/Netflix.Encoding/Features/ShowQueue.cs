using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Netflix.Encoding.Features;

/// <summary>Which encoders there are, what they do, and why work waits.</summary>
internal static class ShowQueue
{
    /// <param name="Paused">Work waits, and no encoder can take it now; <paramref name="Reason"/> says why.</param>
    internal sealed record Response(bool Paused, string? Reason, long WaitingTasks, long RunningTasks, IReadOnlyList<Encoder> Encoders);

    /// <param name="Tasks">How many it runs at once.</param>
    /// <param name="FreeBytes">Of the disk with its temporary files.</param>
    internal sealed record Encoder(string Name, int Tasks, int Running, long FreeBytes, string? Paused, DateTimeOffset SeenAt);

    internal static void Map(IEndpointRouteBuilder jobs) => jobs.MapGet("/queue", Handle).WithSummary("Encoders, and why work waits");

    internal static async Task<Ok<Response>> Handle(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("""
            select count(*) filter (where task.worker is null or task.due_at <= now()), count(*) filter (where task.worker is not null and task.due_at > now())
            from encoding.tasks task join encoding.jobs job using (job_id)
            where task.completed_at is null and job.status in ('Pending', 'Processing')
            """));
        batch.BatchCommands.Add(new("select name, tasks, running, free_bytes, paused, seen_at from encoding.encoders where seen_at > now() - interval '20 seconds' order by name"));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var (waiting, running) = (reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancel);
        var encoders = new List<Encoder>();
        while (await reader.ReadAsync(cancel))
        {
            encoders.Add(new(
                reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetFieldValue<DateTimeOffset>(5)));
        }

        var reason = waiting == 0 ? null
            : encoders.Count == 0 ? "No encoder is running."
            : running == 0 && encoders.All(encoder => encoder.Paused is not null) ? encoders[0].Paused
            : null;
        return TypedResults.Ok(new Response(reason is not null, reason, waiting, running, encoders));
    }
}
