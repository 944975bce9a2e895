using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Delivery.Prefill;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Delivery.Tests;

/// <summary>Edges that are filled before viewers ask, over real HTTP: the plan, the fetching within its cap, a restart, an end, and the effect.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class PrefillTests
{
    private const int FileBytes = 50_000;
    private static readonly string[] Files = ["v720/init.mp4", "a/init.mp4", "v720/1.m4s", "a/1.m4s", "v720/2.m4s", "a/2.m4s", "v720/3.m4s", "a/3.m4s"];

    private NetflixApp app = null!;
    private TestUser admin = null!;
    private string origin = null!;

    [SetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync(
            ("Netflix:Roles", "web"), ("Netflix:Delivery:Key", EdgeHost.Key), ("Netflix:Delivery:Prefill:Automatic", "false"), ("Netflix:Delivery:Prefill:MaxMbps", "1000"));
        admin = await app.SignInAdminAsync();
        origin = Directory.CreateTempSubdirectory("netflix-origin-").FullName;
    }

    [TearDown]
    public async Task StopAsync()
    {
        admin.Dispose();
        await app.DisposeAsync();
        Directory.Delete(origin, recursive: true);
    }

    [Test]
    public async Task PlanIsShownFirst_ThenFetched_ThenItsEffectIsMeasured()
    {
        await using var edge = Edge();
        var (often, seldom, never) = (await AssetAsync(edge, starts: 30), await AssetAsync(edge, starts: 2), await AssetAsync(edge, starts: 0));
        await InServiceAsync();

        var plan = await admin.Http.PostAsJsonAsync("admin/edges/prefill", new { dryRun = true }).JsonAsync();
        var items = plan.GetProperty("edges")[0].GetProperty("items").EnumerateArray().ToList();
        Assert.That(items.Select(item => item.GetProperty("assetId").GetGuid()), Is.EqualTo(new[] { often, seldom }));
        Assert.That(items[0].GetProperty("views").GetDouble(), Is.EqualTo(1));
        Assert.That(items[0].GetProperty("score").GetDouble(), Is.EqualTo(0.7), "all of the views, and the trend of what is new this week");
        Assert.That((await admin.Http.GetAsync("admin/edges/prefill").JsonAsync()).GetProperty("runs").GetArrayLength(), Is.Zero, "a dry run changes nothing");
        Assert.That(edge.Store.Reads, Is.Zero);

        await admin.Http.PostAsJsonAsync("admin/edges/prefill", new { }).JsonAsync(HttpStatusCode.Accepted);
        var done = await RunAsync(run => run.GetProperty("state").GetString() == "done");
        Assert.That(done.GetProperty("fetchedBytes").GetInt64(), Is.EqualTo(2 * Files.Length * FileBytes));
        Assert.That(edge.Store.Reads, Is.EqualTo(2 * Files.Length));

        foreach (var file in Files)
        {
            await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(often, file));
        }

        Assert.That(edge.Store.Reads, Is.EqualTo(2 * Files.Length), "what was fetched before is not fetched again");
        await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(never, "v720/init.mp4"));
        await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(never, "a/init.mp4"));
        var effect = (await RunAsync(run => run.GetProperty("effect").GetProperty("requests").GetInt64() == 10)).GetProperty("effect");
        Assert.That(effect.GetProperty("saved").GetInt64(), Is.EqualTo(8));
        Assert.That(effect.GetProperty("hitRatio").GetDouble(), Is.EqualTo(0.8).Within(0.001));
        Assert.That(effect.GetProperty("hitRatioWithout").GetDouble(), Is.Zero);
    }

    [Test]
    public async Task TitleThatComesOutThisWeek_IsPlannedWhereItDoes_AndNoneThatIsADraft()
    {
        await using var swedish = Edge(("Netflix:Edge:Region", "SE"));
        await using var japanese = Edge(("Netflix:Edge:Region", "JP"), ("Netflix:Edge:Id", "other"));
        var (coming, draft) = (await admin.CreateTitleAsync("Coming"), await admin.CreateTitleAsync("Draft"));
        await (await admin.Http.PutAsJsonAsync($"admin/content/{coming}/availability", new[] { new { region = "SE", from = DateTimeOffset.UtcNow.AddDays(3.5), to = (DateTimeOffset?)null } })).ExpectAsync(HttpStatusCode.OK);
        await ExecuteAsync($"update catalog.titles set state = 'Announced' where content_id = '{coming}'");
        var asset = await AssetAsync(swedish, starts: 0, coming);
        await AssetAsync(swedish, starts: 0, draft);
        await InServiceAsync(edges: 2);

        var plan = await admin.Http.PostAsJsonAsync("admin/edges/prefill", new { dryRun = true }).JsonAsync();

        var regional = plan.GetProperty("edges").EnumerateArray().ToDictionary(edge => edge.GetProperty("region").GetString()!, edge => edge.GetProperty("items").EnumerateArray().ToList());
        Assert.That(regional["SE"].Select(item => item.GetProperty("assetId").GetGuid()), Is.EqualTo(new[] { asset }));
        Assert.That(regional["JP"], Is.Empty);
        Assert.That(regional["SE"][0].GetProperty("upcoming").GetDouble(), Is.EqualTo(0.5).Within(0.01));
    }

    [Test]
    public async Task RunOutlivesARestartOfTheEdge_AndKeepsToItsCap()
    {
        var disk = Directory.CreateTempSubdirectory("netflix-disk-").FullName;
        var edge = Edge(("Netflix:Edge:DiskDirectory", disk));
        try
        {
            await AssetAsync(edge, starts: 3);
            await InServiceAsync();
            await admin.Http.PostAsJsonAsync("admin/edges/prefill", new { maxMbps = 1 }).JsonAsync(HttpStatusCode.Accepted);
            await admin.Http.PostAsJsonAsync("admin/edges/prefill", new { }).ProblemAsync(HttpStatusCode.Conflict);
            var begun = await RunAsync(run => run.GetProperty("files").GetInt32() >= 2);
            Assert.That(begun.GetProperty("state").GetString(), Is.EqualTo("running"));

            await edge.DisposeAsync();
            edge = Edge(("Netflix:Edge:DiskDirectory", disk));
            var done = await RunAsync(run => run.GetProperty("state").GetString() == "done");

            var (fetched, present) = (done.GetProperty("fetchedBytes").GetInt64(), done.GetProperty("presentBytes").GetInt64());
            Assert.That(fetched + present, Is.EqualTo(Files.Length * FileBytes));
            Assert.That(present, Is.GreaterThanOrEqualTo(2 * FileBytes), "what lay on its disk is passed over");
            var run = (await admin.Http.GetAsync("admin/edges/prefill").JsonAsync()).GetProperty("runs")[0];
            var took = done.GetProperty("endedAt").GetDateTimeOffset() - run.GetProperty("startedAt").GetDateTimeOffset();
            Assert.That(took.TotalSeconds, Is.GreaterThanOrEqualTo(Files.Length * FileBytes * 8 / 1e6), "a megabit a second, and no more");
        }
        finally
        {
            await edge.DisposeAsync();
            Directory.Delete(disk, recursive: true);
        }
    }

    [Test]
    public async Task RunIsStopped_AndTheEdgeFetchesNoMore()
    {
        await using var edge = Edge();
        await AssetAsync(edge, starts: 3);
        await InServiceAsync();
        await admin.Http.DeleteAsync("admin/edges/prefill").ProblemAsync(HttpStatusCode.Conflict);
        await admin.Http.PostAsJsonAsync("admin/edges/prefill", new { maxMbps = 1 }).JsonAsync(HttpStatusCode.Accepted);
        await RunAsync(run => run.GetProperty("files").GetInt32() >= 1);

        await (await admin.Http.DeleteAsync("admin/edges/prefill")).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That((await RunAsync(_ => true)).GetProperty("state").GetString(), Is.EqualTo("stopped"));
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Services.GetRequiredService<PrefillWork>().Progress), progress => progress is null);
        Assert.That(edge.Store.Reads, Is.LessThan(Files.Length));
    }

    [Test]
    public async Task InQuietHours_EdgesAreFilledOnceByThemselves_AndWhatTakesTooLongIsEnded()
    {
        await using var edge = Edge();
        await AssetAsync(edge, starts: 3);
        await InServiceAsync();
        var schedule = Schedule(new() { MaxMbps = 1, QuietHours = { ["*"] = new() { From = new(0, 0), To = new(23, 59, 59) } } });

        await schedule.LookAsync(CancellationToken.None);
        await schedule.LookAsync(CancellationToken.None);

        var runs = (await admin.Http.GetAsync("admin/edges/prefill").JsonAsync()).GetProperty("runs");
        Assert.That(runs.GetArrayLength(), Is.EqualTo(1));
        Assert.That(runs[0].GetProperty("byOperator").GetBoolean(), Is.False);
        await RunAsync(run => run.GetProperty("files").GetInt32() >= 1);

        await ExecuteAsync("update delivery.prefills set until = now()");
        await Schedule(new() { Automatic = false }).LookAsync(CancellationToken.None);
        Assert.That((await RunAsync(_ => true)).GetProperty("state").GetString(), Is.EqualTo("expired"));
        await Expect.EventuallyAsync(() => Task.FromResult(edge.Services.GetRequiredService<PrefillWork>().Progress), progress => progress is null);

        PrefillSchedule Schedule(PrefillOptions options) => ActivatorUtilities.CreateInstance<PrefillSchedule>(app.Services, Options.Create(options));
    }

    [Test]
    public async Task OutsideQuietHours_NothingIsFilled()
    {
        await using var edge = Edge();
        await AssetAsync(edge, starts: 3);
        await InServiceAsync();
        var soon = TimeOnly.FromDateTime(DateTime.UtcNow.AddHours(2));
        var options = new PrefillOptions { QuietHours = { ["*"] = new() { From = soon, To = soon.AddHours(1) } } };

        await ActivatorUtilities.CreateInstance<PrefillSchedule>(app.Services, Options.Create(options)).LookAsync(CancellationToken.None);

        Assert.That((await admin.Http.GetAsync("admin/edges/prefill").JsonAsync()).GetProperty("runs").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Prefill_IsForAdministrators_AndItsCapIsNotRaised()
    {
        using var viewer = await app.SignUpAsync();
        await viewer.Http.GetAsync("admin/edges/prefill").ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.PostAsJsonAsync("admin/edges/prefill", new { dryRun = true }).ProblemAsync(HttpStatusCode.Forbidden);
        await admin.Http.PostAsJsonAsync("admin/edges/prefill", new { maxMbps = 1001 }).ProblemAsync(HttpStatusCode.BadRequest);
        await admin.Http.PostAsJsonAsync("admin/edges/prefill", new { }).ProblemAsync(HttpStatusCode.Conflict);
    }

    private EdgeHost Edge(params (string Key, string Value)[] settings) => EdgeHost.Start(
        [("services:web:http:0", app.BaseUrl), ("Netflix:Edge:Id", "filled"), ("Netflix:Media:Directory", origin), ("Netflix:Edge:HeartbeatInterval", "00:00:00.2"), .. settings]);

    private Task<int> InServiceAsync(int edges = 1) => Expect.EventuallyAsync(
        async () => (await app.Services.GetRequiredService<IEdgeSteering>().RankAsync(Guid.NewGuid(), "SE", Guid.Empty, CancellationToken.None)).Count, count => count == edges);

    /// <summary>The edge's part of the newest run, once it is as it should be.</summary>
    private Task<JsonElement> RunAsync(Func<JsonElement, bool> holds) => Expect.EventuallyAsync(
        async () => (await admin.Http.GetAsync("admin/edges/prefill").JsonAsync()).GetProperty("runs")[0].GetProperty("edges")[0], holds);

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A packaged film that was started so often this week.</summary>
    private async Task<Guid> AssetAsync(EdgeHost edge, int starts, Guid? contentId = null)
    {
        var (asset, video) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var file in Files)
        {
            await edge.StoreAsync(asset, file, FileBytes);
        }

        var description = new AssetDescription(60, [new("v720", 720, 1280, 720, "avc1", 80_000, 80_000, 24)], [], [], null, null);
        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand("""
            insert into playback.assets (asset_id, video_id, content_id, ready_at, description) values ($1, $2, $4, now(), $3::jsonb)
            """);
        command.Parameters.Add(new() { Value = asset });
        command.Parameters.Add(new() { Value = video });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(description, JsonSerializerOptions.Web) });
        command.Parameters.Add(new() { Value = contentId ?? video });
        await command.ExecuteNonQueryAsync();
        for (var start = 0; start < starts; start++)
        {
            await using var session = source.CreateCommand("""
                insert into playback.sessions (session_id, account_id, profile_id, device_id, device_type, video_id, content_id, asset_id, country,
                    max_rung, max_streams, duration_seconds, started_at, expires_at)
                values ($1, $1, $1, $1, 'tv', $2, $2, $3, 'SE', 720, 2, 60, now(), now() + interval '1 hour')
                """);
            session.Parameters.Add(new() { Value = Guid.CreateVersion7() });
            session.Parameters.Add(new() { Value = video });
            session.Parameters.Add(new() { Value = asset });
            await session.ExecuteNonQueryAsync();
        }

        return asset;
    }
}
