using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Testing;
using Npgsql;
using StackExchange.Redis;

namespace Netflix.Host.Tests;

/// <summary>A plan's streams: no more than it allows, whatever players say or keep to themselves.</summary>
public class StreamLimitJourney
{
    private static readonly HttpClient Plain = new();

    [Test]
    public async Task TwoHundredStartsAtOnceOnStandard_ExactlyTwoRun()
    {
        using var viewer = await FilmApp.App.SignUpAsync("standard");

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => StartAsync(viewer, takeOver: false)));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), Is.EqualTo(2));
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            Assert.That((await Task.FromResult(answer).ProblemAsync(HttpStatusCode.Forbidden)).GetProperty("reason").GetString(), Is.EqualTo("streamLimit"));
        }

        Assert.That(await OpenAsync(viewer), Is.EqualTo(2));
    }

    [Test]
    public async Task HundredTakeOversAtOnce_LeaveAsManyAsThePlanAllows()
    {
        using var viewer = await FilmApp.App.SignUpAsync("standard");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => StartAsync(viewer, takeOver: true)));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.Created));
        var running = 0;
        foreach (var answer in answers)
        {
            var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
            running += (await Plain.GetAsync(session.GetProperty("manifestUrl").GetString())).IsSuccessStatusCode ? 1 : 0;
        }

        Assert.That(running, Is.EqualTo(2));
    }

    [Test]
    public async Task TakenOverSession_EndsInItsRowAndIsRefusedByTheEdge()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        var first = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var segment = await SegmentAsync(first);
        await (await Plain.GetAsync(segment)).ExpectAsync(HttpStatusCode.OK);

        var second = await Task.FromResult(await StartAsync(viewer, takeOver: true)).JsonAsync(HttpStatusCode.Created);

        Assert.That(await EndAsync(first), Is.EqualTo("takenOver"));
        await BecomesForbiddenAsync(segment);
        await (await Plain.GetAsync(await SegmentAsync(second))).ExpectAsync(HttpStatusCode.OK);
        Assert.That(await EndAsync(second), Is.Null);
    }

    [Test]
    public async Task SilentPlayer_KeepsItsPlaceUntilAnotherStartsAndIsRefusedThen()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        var silent = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var segment = await SegmentAsync(silent);
        await LapseAsync(viewer, silent);
        Assert.That((await viewer.ReportProgressAsync(Id(silent), 2, 1)).GetProperty("accepted").GetBoolean(), "a long pause alone ends nothing");
        await LapseAsync(viewer, silent);

        var next = await viewer.StartPlaybackAsync(FilmApp.VideoId);

        await BecomesForbiddenAsync(segment);
        Assert.That(await EndAsync(silent), Is.EqualTo("streamLimit"));
        Assert.That((await viewer.ReportProgressAsync(Id(silent), 3, 2)).GetProperty("stop").GetProperty("reason").GetString(), Is.EqualTo("streamLimit"));
        Assert.That((await viewer.ReportProgressAsync(Id(next), 3, 1)).GetProperty("accepted").GetBoolean());
    }

    [Test]
    public async Task StoppedSession_IsRefusedByTheEdge_AndTheNextOneOfTheSameDeviceIsNot()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        var first = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var segment = await SegmentAsync(first);
        await (await Plain.GetAsync(segment)).ExpectAsync(HttpStatusCode.OK);

        await (await viewer.Http.PostAsync($"streaming/{Id(first)}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);
        var next = await viewer.StartPlaybackAsync(FilmApp.VideoId); // the page was loaded again

        await BecomesForbiddenAsync(segment);
        await (await Plain.GetAsync(await SegmentAsync(next))).ExpectAsync(HttpStatusCode.OK);
        Assert.That(await EndAsync(first), Is.EqualTo("stopped"));
    }

    private static Task<HttpResponseMessage> StartAsync(TestUser viewer, bool takeOver) =>
        viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = FilmApp.VideoId, deviceType = "tv", takeOver });

    private static Guid Id(JsonElement session) => session.GetProperty("sessionId").GetGuid();

    private static Task<HttpStatusCode> BecomesForbiddenAsync(string address) =>
        Expect.EventuallyAsync(async () => (await Plain.GetAsync(address)).StatusCode, status => status == HttpStatusCode.Forbidden);

    /// <summary>As if the player had been silent for longer than its lease.</summary>
    private static Task<bool> LapseAsync(TestUser viewer, JsonElement session) => FilmApp.App.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase()
        .SortedSetAddAsync($"streams:{viewer.AccountId:N}", Id(session).ToString("N"), 1);

    /// <summary>Something of the session on the edge.</summary>
    private static async Task<string> SegmentAsync(JsonElement session)
    {
        var playlist = First(await Plain.GetStringAsync(session.GetProperty("manifestUrl").GetString()));
        return First(await Plain.GetStringAsync(playlist));
    }

    private static string First(string playlist) => playlist.Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal));

    private static async Task<string?> EndAsync(JsonElement session) =>
        await ReadAsync("select end_reason from playback.sessions where session_id = $1 and (ended_at is null) = (end_reason is null)", Id(session)) as string;

    private static async Task<long> OpenAsync(TestUser viewer) =>
        (long)(await ReadAsync("select count(*) from playback.sessions where account_id = $1 and ended_at is null", viewer.AccountId))!;

    private static async Task<object?> ReadAsync(string sql, Guid id)
    {
        await using var source = NpgsqlDataSource.Create(FilmApp.App.ConnectionString);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteScalarAsync();
    }
}
