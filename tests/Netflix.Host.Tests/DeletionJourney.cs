using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Testing;
using Npgsql;
using StackExchange.Redis;

namespace Netflix.Host.Tests;

/// <summary>An account takes all that is stored about it along, and leaves nothing behind, in no table and no Redis key.</summary>
public class DeletionJourney
{
    private const string Password = "correct horse battery";

    [Test]
    public async Task DeletedAccount_LeavesNothingAnywhere()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var second = await FilmApp.App.SignInAsync(viewer.Email, Password);
        var kids = await LiveAsync(viewer, second);
        var devices = (await viewer.Http.GetAsync("devices").JsonAsync()).GetProperty("items").EnumerateArray().Select(device => device.GetProperty("deviceId").GetGuid());
        Guid[] ids = [viewer.AccountId, viewer.ProfileId, kids, .. devices];
        Assert.That(ids, Has.Length.EqualTo(5));
        var tablesBefore = await TablesWithAsync(ids, viewer.Email);
        Assert.That(tablesBefore, Is.SupersetOf(new[]
        {
            "identity.users", "identity.profiles", "identity.devices", "identity.audit", "identity.profile_unlocks", "identity.known_devices",
            "identity.password_resets", "identity.device_links", "catalog.ratings", "catalog.my_list", "catalog.reviews", "catalog.review_reports", "playback.sessions", "playback.watch_records",
            "playback.downloads", "playback.viewing_settings", "playback.track_choices",
        }), "the search must be able to find something");
        Assert.That(await RedisWithAsync(ids), Is.Not.Empty);

        await (await viewer.Http.DeleteAsync("account")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(async () => string.Join(", ", await TablesWithAsync(ids, viewer.Email)), tables => tables.Length == 0);
        await Expect.EventuallyAsync(async () => string.Join(", ", await RedisWithAsync(ids)), keys => keys.Length == 0);
        await FilmApp.App.Anonymous.PostAsJsonAsync("auth/login", new { email = viewer.Email, password = Password }).ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.That(await TablesWithAsync(ids, viewer.Email), Is.Empty, "nor does trying to sign in bring anything back");
    }

    [Test]
    public async Task DeletedProfile_LeavesNothingAnywhere()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var second = await FilmApp.App.SignInAsync(viewer.Email, Password);
        var kids = await LiveAsync(viewer, second);
        viewer.Http.DefaultRequestHeaders.Remove("Profile-Id");
        viewer.Http.DefaultRequestHeaders.Add("Profile-Id", kids.ToString());

        await (await viewer.Http.DeleteAsync($"profiles/{viewer.ProfileId}")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(async () => string.Join(", ", await TablesWithAsync([viewer.ProfileId], null)), tables => tables.Length == 0);
        await Expect.EventuallyAsync(async () => string.Join(", ", await RedisWithAsync([viewer.ProfileId])), keys => keys.Length == 0);
    }

    [Test]
    public async Task Export_HoldsAllThatWasThereAndNoSecret()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var second = await FilmApp.App.SignInAsync(viewer.Email, Password);
        var kids = await LiveAsync(viewer, second);

        using var response = await (await viewer.Http.GetAsync("account/export")).ExpectAsync(HttpStatusCode.OK);
        var text = await response.Content.ReadAsStringAsync();
        var export = JsonSerializer.Deserialize<JsonElement>(text);

        Assert.That(response.Content.Headers.ContentDisposition?.DispositionType, Is.EqualTo("attachment"));
        Assert.That(export.GetProperty("account").GetProperty("email").GetString(), Is.EqualTo(viewer.Email));
        Assert.That(export.GetProperty("profiles").EnumerateArray().Select(profile => profile.GetProperty("profileId").GetGuid()), Is.EqualTo(new[] { viewer.ProfileId, kids }));
        Assert.That(export.GetProperty("devices").GetArrayLength(), Is.EqualTo(2));
        Assert.That(export.GetProperty("securityEvents").EnumerateArray().Select(one => one.GetProperty("kind").GetString()), Does.Contain("signedUp").And.Contain("accountExported"));
        Assert.That(export.GetProperty("catalog").GetProperty("ratings")[0].GetProperty("stars").GetInt32(), Is.EqualTo(4));
        Assert.That(export.GetProperty("catalog").GetProperty("myList")[0].GetProperty("contentId").GetGuid(), Is.EqualTo(FilmApp.ContentId));
        Assert.That(export.GetProperty("catalog").GetProperty("reviews")[0].GetProperty("text").GetString(), Is.EqualTo("Worth its ten seconds."));
        Assert.That(export.GetProperty("catalog").GetProperty("reviewReports")[0].GetProperty("reason").GetString(), Is.EqualTo("It tells the end."));
        var playback = export.GetProperty("playback");
        Assert.That(playback.GetProperty("watchHistory")[0].GetProperty("state").GetProperty("positionSeconds").GetDouble(), Is.EqualTo(5));
        Assert.That(playback.GetProperty("sessions")[0].GetProperty("videoId").GetGuid(), Is.EqualTo(FilmApp.VideoId));
        Assert.That(playback.GetProperty("playerEvents")[0].GetProperty("type").GetString(), Is.EqualTo("pause"));
        Assert.That(playback.GetProperty("downloads")[0].GetProperty("lines").GetInt32(), Is.EqualTo(720));
        Assert.That(playback.GetProperty("viewingSettings")[0].GetProperty("player").GetProperty("skip").GetProperty("intro").GetString(), Is.EqualTo("auto"));
        Assert.That(playback.GetProperty("trackChoices")[0].GetProperty("contentId").GetGuid(), Is.EqualTo(FilmApp.ContentId));
        await using var source = NpgsqlDataSource.Create(FilmApp.App.ConnectionString);
        await using var secrets = source.CreateCommand("select password_hash, security_stamp, pin_hash from identity.users join identity.profiles on account_id = id where id = $1 and pin_hash is not null");
        secrets.Parameters.Add(new() { Value = viewer.AccountId });
        await using var reader = await secrets.ExecuteReaderAsync();
        Assert.That(await reader.ReadAsync());
        for (var column = 0; column < 3; column++)
        {
            Assert.That(text, Does.Not.Contain(reader.GetString(column)));
        }
    }

    [Test]
    public async Task Export_IsNobodyElses()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var stranger = await FilmApp.App.SignUpAsync();
        await LiveAsync(viewer, viewer);

        var text = await stranger.Http.GetStringAsync("account/export");

        Assert.That(text, Does.Not.Contain(viewer.AccountId.ToString()).And.Not.Contain(viewer.ProfileId.ToString()).And.Not.Contain(viewer.Email));
        await FilmApp.App.Anonymous.GetAsync("account/export").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    /// <summary>Does all that leaves a trace; gives the kids profile.</summary>
    private static async Task<Guid> LiveAsync(TestUser viewer, TestUser second)
    {
        var kids = (await viewer.Http.PostAsJsonAsync("profiles", new { name = "Kids", isKids = true, pin = "1234" }).JsonAsync(HttpStatusCode.Created)).GetProperty("profileId").GetGuid();
        await second.Http.PostAsJsonAsync($"profiles/{kids}/unlock", new { pin = "1234" }).JsonAsync();
        await viewer.Http.PostAsJsonAsync($"content/{FilmApp.ContentId}/rating", new { rating = 4 }).JsonAsync();
        await (await viewer.Http.PostAsJsonAsync($"profiles/{viewer.ProfileId}/my-list", new { contentId = FilmApp.ContentId })).ExpectAsync(HttpStatusCode.NoContent);
        await WriteReviewAsync(viewer);
        using var critic = await FilmApp.App.SignUpAsync();
        await (await viewer.Http.PostAsJsonAsync($"content/{FilmApp.ContentId}/reviews/{await WriteReviewAsync(critic)}/report", new { reason = "It tells the end." })).ExpectAsync(HttpStatusCode.NoContent);
        var session = (await viewer.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("sessionId").GetGuid();
        await viewer.ReportProgressAsync(session, 5, 1);
        await (await viewer.Http.PostAsJsonAsync($"streaming/{session}/events", new { events = new[] { new { type = "pause", at = DateTimeOffset.UtcNow } } })).ExpectAsync(HttpStatusCode.Accepted);
        await viewer.Http.PostAsJsonAsync("downloads", new { videoId = FilmApp.VideoId }).JsonAsync(HttpStatusCode.Created);
        await (await viewer.Http.PutAsJsonAsync($"profiles/{viewer.ProfileId}/viewing/settings", new { skip = new { intro = "auto" } })).ExpectAsync(HttpStatusCode.NoContent);
        await (await viewer.Http.PutAsJsonAsync($"profiles/{viewer.ProfileId}/viewing/tracks/{FilmApp.ContentId}", new { subtitlesOff = true })).ExpectAsync(HttpStatusCode.NoContent);
        await (await FilmApp.App.Anonymous.PostAsJsonAsync("auth/password/forgot", new { email = viewer.Email })).ExpectAsync(HttpStatusCode.Accepted);
        await FilmApp.App.ResetTokenAsync(viewer.Email);
        var code = await FilmApp.App.Anonymous.PostAsJsonAsync("auth/device/code", new { deviceName = "TV" }).JsonAsync();
        await (await viewer.Http.PostAsJsonAsync("auth/device/approve", new { userCode = code.GetProperty("userCode").GetString() })).ExpectAsync(HttpStatusCode.NoContent);
        await Expect.EventuallyAsync(() => TablesWithAsync([viewer.ProfileId], null), tables => tables.Contains("playback.watch_records"));
        return kids;
    }

    private static async Task<Guid> WriteReviewAsync(TestUser author)
    {
        var response = await author.Http.PostAsJsonAsync($"content/{FilmApp.ContentId}/reviews", new { text = "Worth its ten seconds.", rating = 4 });
        Assert.That(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reviewId").GetGuid();
    }

    /// <summary>Tables of any schema with a row in whose text, all columns of it, an id or the email stands.</summary>
    private static async Task<IReadOnlyList<string>> TablesWithAsync(Guid[] ids, string? email)
    {
        await using var source = NpgsqlDataSource.Create(FilmApp.App.ConnectionString);
        var tables = new List<string>();
        await using (var list = source.CreateCommand("select table_schema || '.' || table_name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.That(tables, Has.Count.GreaterThan(20));
        string[] texts = [.. Spellings(ids), .. email is null ? Array.Empty<string>() : [email]];
        var found = new List<string>();
        foreach (var table in tables)
        {
            await using var search = source.CreateCommand($"select exists (select 1 from {table} as r where r::text ilike any($1))");
            search.Parameters.Add(new() { Value = texts.Select(text => $"%{text}%").ToArray() });
            if ((bool)(await search.ExecuteScalarAsync())!)
            {
                found.Add(table);
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<string>> RedisWithAsync(Guid[] ids)
    {
        var redis = FilmApp.App.Services.GetRequiredService<IConnectionMultiplexer>();
        var database = redis.GetDatabase();
        var found = new List<string>();
        foreach (var key in redis.GetServer(redis.GetEndPoints()[0]).Keys(database.Database, "*"))
        {
            var values = await database.KeyTypeAsync(key) switch
            {
                RedisType.String => [await database.StringGetAsync(key)],
                RedisType.Hash => [.. (await database.HashGetAllAsync(key)).SelectMany(entry => new[] { entry.Name, entry.Value })],
                RedisType.Set => await database.SetMembersAsync(key),
                RedisType.SortedSet => await database.SortedSetRangeByRankAsync(key),
                RedisType.List => await database.ListRangeAsync(key),
                _ => Array.Empty<RedisValue>(),
            };
            var text = (string?)key + " " + string.Join(' ', values.Select(value => (string?)value));
            if (Spellings(ids).Any(id => text.Contains(id, StringComparison.OrdinalIgnoreCase)))
            {
                found.Add(key!);
            }
        }

        return found;
    }

    private static IEnumerable<string> Spellings(Guid[] ids) => ids.SelectMany(id => new[] { id.ToString(), id.ToString("N") });
}
