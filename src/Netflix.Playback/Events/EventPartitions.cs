using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Netflix.Playback.Events;

/// <summary>Player events lie in a partition a day: made ahead, and dropped whole when their time is over, which costs nothing beside a delete.</summary>
internal sealed class EventPartitions(NpgsqlDataSource source, IOptions<PlaybackOptions> options, TimeProvider clock, ILogger<EventPartitions> logger) : BackgroundService
{
    private const int DaysAhead = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    internal async Task MakeAsync(CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select playback.keep_player_events($1, $2, $3)");
        command.Parameters.Add(new() { Value = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime) });
        command.Parameters.Add(new() { Value = DaysAhead });
        command.Parameters.Add(new() { Value = options.Value.EventDays });
        await command.ExecuteNonQueryAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await MakeAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                logger.LogWarning("Partitions of player events wait to be made: {Error}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
