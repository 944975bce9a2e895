using Netflix.Testing;
using Npgsql;

namespace Netflix.Web.Tests;

/// <summary>Our player tells edges how it does, in the query of its requests; the web keeps it with the session.</summary>
public sealed class CmcdTests
{
    [Test]
    public async Task PlayingFilm_LeavesItsPlayersDataWithItsSession()
    {
        var before = DateTimeOffset.UtcNow;
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync(country: WebApp.Country);

        await client.PlayAsync();

        await using var source = NpgsqlDataSource.Create(WebApp.App.ConnectionString);
        await Expect.EventuallyAsync(CountAsync, count => count > 2);

        // Of pictures, with what is buffered ahead in milliseconds and the rate in kilobits, of sessions that we know.
        async Task<long> CountAsync()
        {
            await using var command = source.CreateCommand("""
                select count(*) from playback.player_events join playback.sessions using (session_id)
                where type = 'cmcd' and started_at >= $1 and properties #>> '{cmcd,ot}' = 'v' and properties #> '{cmcd,br}' is not null and properties #>> '{cmcd,sid}' <> ''
                """);
            command.Parameters.Add(new() { Value = before });
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
