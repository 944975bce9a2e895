using Microsoft.Extensions.DependencyInjection;
using Netflix.Playback.Events;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Playback.Tests;

/// <summary>Player events in their partitions, through the real PostgreSQL.</summary>
public class PlayerEventTests
{
    private NetflixApp app = null!;
    private EventWriter writer = null!;
    private NpgsqlDataSource source = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync();
        writer = app.Services.GetRequiredService<EventWriter>();
        source = NpgsqlDataSource.Create(app.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await source.DisposeAsync();
        await app.DisposeAsync();
    }

    [Test]
    public async Task ManyCallsAtOnce_AreAllStoredWhenAnswered()
    {
        var session = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => writer.WriteAsync([Row(session), Row(session)], CancellationToken.None)));

        Assert.That(await ReadAsync($"select count(*) from playback.player_events where session_id = '{session}'"), Is.EqualTo(600));
    }

    [Test]
    public async Task OneThatCannotBeStored_StopsNoOther()
    {
        var (good, bad) = (Guid.NewGuid(), Guid.NewGuid());

        var refused = writer.WriteAsync([Row(bad) with { Properties = "no json" }], CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => writer.WriteAsync([Row(good)], CancellationToken.None)));

        Assert.ThrowsAsync<PostgresException>(() => refused);
        Assert.That(await ReadAsync($"select count(*) from playback.player_events where session_id = '{good}'"), Is.EqualTo(50));
    }

    [Test]
    public async Task DayWithoutPartition_GetsOneWhenItsFirstEventComes()
    {
        var session = Guid.NewGuid();
        await ReadAsync("do $$ begin execute 'drop table playback.player_events_' || to_char(now() at time zone 'utc', 'YYYYMMDD'); end $$");

        await writer.WriteAsync([Row(session)], CancellationToken.None);

        Assert.That(await ReadAsync($"select count(*) from playback.player_events where session_id = '{session}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Days_AreMadeAheadAndDroppedWhenTheirTimeIsOver()
    {
        await ReadAsync("select playback.keep_player_events('2001-01-01', 2, 36500)");
        Assert.That(await PartitionsAsync("200101"), Is.EqualTo(3));

        await ReadAsync("select playback.keep_player_events('2001-01-12', 0, 10)");
        Assert.That(await PartitionsAsync("200101"), Is.EqualTo(3), "the 2nd, the 3rd and the 12th");
        await app.Services.GetRequiredService<EventPartitions>().MakeAsync(CancellationToken.None);

        Assert.That(await PartitionsAsync("200101"), Is.Zero);
        Assert.That(await PartitionsAsync("2"), Is.GreaterThanOrEqualTo(4), "today and three days ahead");
    }

    private static EventWriter.Row Row(Guid session) => new(session, "pause", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, "{}");

    private Task<object?> PartitionsAsync(string days) => ReadAsync($"select count(*) from pg_class where relname like 'player_events_{days}%' and relkind = 'r'");

    private async Task<object?> ReadAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
