using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Playback.Events;

/// <summary>Player events lie in a partition a day: made ahead, and dropped whole when their time is over, which costs nothing beside a delete.</summary>
internal sealed class EventPartitions(NpgsqlDataSource source, IOptions<PlaybackOptions> options, TimeProvider clock, ILogger<EventPartitions> logger)
    : RecurringWork(TimeSpan.FromHours(1), "Partitions of player events wait to be made", clock, logger)
{
    private const int DaysAhead = 3;

    internal async Task MakeAsync(CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select playback.keep_player_events($1, $2, $3)");
        command.Parameters.Add(new() { Value = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime) });
        command.Parameters.Add(new() { Value = DaysAhead });
        command.Parameters.Add(new() { Value = options.Value.EventDays });
        await command.ExecuteNonQueryAsync(cancel);
    }

    protected override Task RoundAsync(CancellationToken cancel) => MakeAsync(cancel);
}
