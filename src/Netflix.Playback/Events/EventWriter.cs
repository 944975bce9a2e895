using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace Netflix.Playback.Events;

/// <summary>
/// Writes player events by COPY, those of all calls that wait in one: a call is answered once its events are stored, and the more calls come, the
/// larger the batches grow.
/// </summary>
internal sealed class EventWriter(NpgsqlDataSource source, EventPartitions partitions) : BackgroundService
{
    private const int MostCalls = 500;

    internal readonly record struct Row(Guid SessionId, string Type, DateTimeOffset At, DateTimeOffset ReceivedAt, string Properties);

    private sealed record Call(IReadOnlyList<Row> Rows, TaskCompletionSource Stored);

    private readonly Channel<Call> calls = Channel.CreateBounded<Call>(new BoundedChannelOptions(10_000) { SingleReader = true });

    internal async Task WriteAsync(IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var call = new Call(rows, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await calls.Writer.WriteAsync(call, cancel);
        await call.Stored.Task.WaitAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Call>();
        try
        {
            while (await calls.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < MostCalls && calls.Reader.TryRead(out var call))
                {
                    batch.Add(call);
                }

                await StoreAsync(batch, stoppingToken);
                batch.Clear();
            }
        }
        finally
        {
            calls.Writer.TryComplete();
            while (calls.Reader.TryRead(out var call))
            {
                call.Stored.TrySetCanceled(stoppingToken);
            }

            batch.ForEach(call => call.Stored.TrySetCanceled(stoppingToken));
        }
    }

    /// <summary>All of them; where that fails, each for itself, so that one that cannot be stored stops no other.</summary>
    private async Task StoreAsync(List<Call> batch, CancellationToken cancel)
    {
        try
        {
            await CopyAsync(batch.SelectMany(call => call.Rows), cancel);
            batch.ForEach(call => call.Stored.TrySetResult());
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CheckViolation)
        {
            await EachAsync(batch, makesPartitions: true, cancel); // the day has none yet
        }
        catch (PostgresException) when (batch.Count > 1)
        {
            await EachAsync(batch, makesPartitions: false, cancel);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            batch.ForEach(call => call.Stored.TrySetException(exception));
        }
    }

    private async Task EachAsync(List<Call> batch, bool makesPartitions, CancellationToken cancel)
    {
        foreach (var call in batch)
        {
            try
            {
                if (makesPartitions)
                {
                    await partitions.MakeAsync(cancel);
                }

                await CopyAsync(call.Rows, cancel);
                call.Stored.TrySetResult();
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                call.Stored.TrySetException(exception);
            }
        }
    }

    private async Task CopyAsync(IEnumerable<Row> rows, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy playback.player_events (session_id, type, at, received_at, properties) from stdin (format binary)", cancel);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(row.SessionId, NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(row.Type, NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(row.At, NpgsqlDbType.TimestampTz, cancel);
            await copy.WriteAsync(row.ReceivedAt, NpgsqlDbType.TimestampTz, cancel);
            await copy.WriteAsync(row.Properties, NpgsqlDbType.Jsonb, cancel);
        }

        await copy.CompleteAsync(cancel);
    }
}
