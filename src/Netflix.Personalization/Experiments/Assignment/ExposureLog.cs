using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Netflix.Personalization.Experiments.Assignment;

/// <summary>
/// Keeps the first time an account met its variant, in batches behind the requests. The queue is bounded: what finds no place comes
/// again with the account's next page, and so does what a kill takes along.
/// </summary>
internal sealed class ExposureLog(NpgsqlDataSource source, TimeProvider clock, ILogger<ExposureLog> logger) : BackgroundService
{
    private const int MostWaiting = 20_000;
    private const int MostAtOnce = 2_000;
    private const int MostKnown = 500_000; // about 40 MB
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    internal readonly record struct Exposure(Guid ExperimentId, Guid AccountId, string Variant, DateTimeOffset At);

    private readonly ConcurrentDictionary<(Guid, Guid), bool> known = new();

    private readonly Channel<Exposure> waiting = Channel.CreateBounded<Exposure>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    internal void Add(Guid experimentId, Guid accountId, string variant)
    {
        if (!known.ContainsKey((experimentId, accountId)) && waiting.Writer.TryWrite(new(experimentId, accountId, variant, clock.GetUtcNow())))
        {
            known[(experimentId, accountId)] = true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Exposure>();
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                Fill(batch);
                await StoreUntilDoneAsync(batch, stoppingToken);
                batch.Clear();
                if (known.Count > MostKnown)
                {
                    known.Clear(); // who comes again is written again, which changes nothing
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await StoreLastAsync(batch);
        }
    }

    private void Fill(List<Exposure> batch)
    {
        while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out var exposure))
        {
            batch.Add(exposure);
        }
    }

    private async Task StoreUntilDoneAsync(List<Exposure> batch, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await StoreAsync(batch, cancel);
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                logger.LogWarning("{Count} exposures wait to be stored: {Error}", batch.Count, exception.Message);
                await Task.Delay(Pause, clock, cancel);
            }
        }
    }

    /// <summary>At the end of the process, what there is, once.</summary>
    private async Task StoreLastAsync(List<Exposure> batch)
    {
        try
        {
            do
            {
                Fill(batch);
                await StoreAsync(batch, CancellationToken.None);
                batch.Clear();
            }
            while (waiting.Reader.Count > 0);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            logger.LogWarning("{Count} exposures are lost until these accounts come again: {Error}", batch.Count + waiting.Reader.Count, exception.Message);
        }
    }

    /// <summary>Only of experiments that run: another process may not have heard yet that one is stopped.</summary>
    private async Task StoreAsync(List<Exposure> batch, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            insert into personalization.exposures (experiment_id, account_id, variant, exposed_at)
            select experiment_id, account_id, variant, exposed_at
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) seen (experiment_id, account_id, variant, exposed_at)
                join personalization.experiments using (experiment_id)
            where state = 'running' order by 1, 2
            on conflict do nothing
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. batch.Select(one => one.ExperimentId)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. batch.Select(one => one.AccountId)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(one => one.Variant)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. batch.Select(one => one.At)] });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
