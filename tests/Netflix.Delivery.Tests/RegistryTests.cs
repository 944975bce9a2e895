using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Delivery.Features;
using Netflix.Delivery.Prefill;
using Netflix.Delivery.Registry;
using Netflix.Delivery.Tokens;
using Netflix.Messaging;
using Netflix.Testing;

namespace Netflix.Delivery.Tests;

/// <summary>Edges and the web over real HTTP: registering, steering, draining, leaving, dying.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class RegistryTests
{
    private static readonly Heartbeat Beat = new("http://edge.example:8090", "SE", 0.1, 90, 10, 10, 1000, 500, 1000, 1);

    private NetflixApp app = null!;
    private IEdgeSteering steering = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync(("Netflix:Roles", "web"), ("Netflix:Delivery:Key", EdgeHost.Key));
        steering = app.Services.GetRequiredService<IEdgeSteering>();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await app.DisposeAsync();

    [Test]
    public async Task RunningEdge_IsSteeredTo_ServesTheWebsTokens_AndLeavesWhenStopped()
    {
        var asset = Guid.CreateVersion7();
        await using (var edge = EdgeHost.Start(("services:web:http:0", app.BaseUrl), ("Netflix:Edge:Id", "running")))
        {
            await edge.StoreAsync(asset, "v720/1.m4s", 100);
            var found = await RankedAsync("running", isThere: true);

            var token = steering.IssueToken(new(asset, Guid.NewGuid(), 720, DateTimeOffset.UtcNow.AddMinutes(1)));
            var segment = await edge.GetAsync($"/media/{token}/{asset:N}/v720/1.m4s");

            Assert.That(found!.BaseUrl, Is.EqualTo($"http://127.0.0.1:{edge.Port}"));
            await segment.ExpectAsync(HttpStatusCode.OK);
        }

        await RankedAsync("running", isThere: false);
        Assert.That((await FindAsync("running"))!.IsUp, Is.False);
    }

    [Test]
    public async Task EdgeWithoutWeb_ServesAndIsReady()
    {
        var asset = Guid.CreateVersion7();
        await using var edge = EdgeHost.Start(("services:web:http:0", $"http://127.0.0.1:{NetflixApp.FreePort()}"));
        await edge.StoreAsync(asset, "v720/1.m4s", 100);

        await (await edge.GetAsync(EdgeHost.PathOf(asset, "v720/1.m4s"))).ExpectAsync(HttpStatusCode.OK);
        Assert.That((await edge.GetAsync("/health")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task HeartbeatWithoutTheSecret_Is401()
    {
        await app.Anonymous.PostAsJsonAsync("internal/edges/thief/heartbeat", Beat).ProblemAsync(HttpStatusCode.Unauthorized);
        await SendAsync(HttpMethod.Post, "internal/edges/thief/heartbeat", Beat, EdgeSecret.Scheme + "guess").ProblemAsync(HttpStatusCode.Unauthorized);
        await SendAsync(HttpMethod.Delete, "internal/edges/thief", null, null).ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.That(await FindAsync("thief"), Is.Null);
    }

    [TestCase("ftp://edge")]
    [TestCase("http://edge/path")]
    [TestCase("http://user@edge")]
    [TestCase("")]
    public async Task HeartbeatWithABadUrl_Is400(string url) =>
        await SendAsync(HttpMethod.Post, "internal/edges/odd/heartbeat", Beat with { BaseUrl = url }).ProblemAsync(HttpStatusCode.BadRequest);

    [Test]
    public async Task HeartbeatLargerThanAnyReal_Is413() =>
        await SendAsync(HttpMethod.Post, "internal/edges/odd/heartbeat", Beat with { Region = new string('x', 40_000) }).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Test]
    public async Task HeartbeatWithABadId_Is400() =>
        await SendAsync(HttpMethod.Post, "internal/edges/a%20b/heartbeat", Beat).ProblemAsync(HttpStatusCode.BadRequest);

    [Test]
    public async Task DrainedEdge_GetsNoNewPlayers_UntilItIsUndrained()
    {
        var admin = await app.SignInAdminAsync();
        await BeatAsync("drained");
        await RankedAsync("drained", isThere: true);

        await (await admin.Http.PostAsync("admin/edges/drained/drain", null)).ExpectAsync(HttpStatusCode.NoContent);
        await BeatAsync("drained");
        await RankedAsync("drained", isThere: false);
        var listed = (await admin.Http.GetAsync("admin/edges?limit=100").JsonAsync()).GetProperty("items").EnumerateArray()
            .Single(edge => edge.GetProperty("edgeId").GetString() == "drained");
        Assert.That(listed.GetProperty("health").GetString(), Is.EqualTo("draining"));
        Assert.That(listed.GetProperty("hitRatio").GetDouble(), Is.EqualTo(0.9));
        Assert.That(listed.GetProperty("baseUrl").GetString(), Is.EqualTo(Beat.BaseUrl));

        await (await admin.Http.PostAsync("admin/edges/drained/undrain", null)).ExpectAsync(HttpStatusCode.NoContent);
        await BeatAsync("drained");
        await RankedAsync("drained", isThere: true);
        await admin.Http.PostAsync("admin/edges/nobody/drain", null).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task PurgedAsset_IsForgottenByEveryRunningEdge()
    {
        var admin = await app.SignInAdminAsync();
        var asset = Guid.CreateVersion7();
        await using var edge = EdgeHost.Start(("services:web:http:0", app.BaseUrl), ("Netflix:Edge:Id", "purged"));
        await RankedAsync("purged", isThere: true);
        await edge.StoreAsync(asset, "v720/1.m4s", 100_000);
        await edge.Http.GetByteArrayAsync(EdgeHost.PathOf(asset, "v720/1.m4s"));
        await edge.Store.DeleteAsync(AssetKeys.Root(asset), CancellationToken.None);
        await (await edge.GetAsync(EdgeHost.PathOf(asset, "v720/1.m4s"))).ExpectAsync(HttpStatusCode.OK);

        var answer = await admin.Http.DeleteAsync($"admin/edges/cache/{asset}").JsonAsync();

        Assert.That(answer.GetProperty("purged").EnumerateArray().Select(id => id.GetString()), Does.Contain("purged"));
        await edge.GetAsync(EdgeHost.PathOf(asset, "v720/1.m4s")).ProblemAsync(HttpStatusCode.NotFound);
        await (await edge.SendAsync(HttpMethod.Delete, $"/internal/cache/{asset}")).ExpectAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task FirstHeartbeat_SaysEdgeUp_Once_AndLeavingEdgeDown_Once()
    {
        async Task<string?> EventOf(Func<DeliveryDbContext, Task> act) => await InScopeAsync(async db =>
        {
            await act(db);
            return db.Set<OutboxMessage>().Local.SingleOrDefault()?.Type;
        });
        Task Heartbeat(DeliveryDbContext db) => ReceiveHeartbeat.Handle("events", Beat, db, app.Services.GetRequiredService<PrefillRuns>(), TimeProvider.System, CancellationToken.None);
        Task Leave(DeliveryDbContext db) => LeaveRegistry.Handle("events", db, TimeProvider.System, CancellationToken.None);

        Assert.That(await EventOf(Heartbeat), Is.EqualTo(typeof(EdgeUp).FullName));
        Assert.That(await EventOf(Heartbeat), Is.Null);
        Assert.That(await EventOf(Leave), Is.EqualTo(typeof(EdgeDown).FullName));
        Assert.That(await EventOf(Leave), Is.Null);
    }

    [Test]
    public async Task EdgeThatFallsSilent_GoesDown_AndIsForgottenAfterADay()
    {
        await BeatAsync("silent");
        await BeatAsync("lost");
        await BeatAsync("lively");
        await InScopeAsync(db => db.Database.ExecuteSqlRawAsync(
            """
            update delivery.edges set last_seen = now() - interval '7 seconds' where edge_id = 'silent';
            update delivery.edges set last_seen = now() - interval '25 hours' where edge_id = 'lost';
            """));

        // The watch of the running web looks every two seconds.
        await Expect.EventuallyAsync(() => FindAsync("silent"), edge => edge is { IsUp: false });
        await Expect.EventuallyAsync(() => FindAsync("lost"), edge => edge is null);
        await RankedAsync("silent", isThere: false);
    }

    [Test]
    public async Task WhenNoHeartbeatIsFresh_EdgesOfTheLastMinuteAreOffered_ButNoneThatLeft()
    {
        await BeatAsync("seen");
        await BeatAsync("left");
        await BeatAsync("long-gone");
        await (await SendAsync(HttpMethod.Delete, "internal/edges/left", null)).ExpectAsync(HttpStatusCode.NoContent);
        await InScopeAsync(db => db.Database.ExecuteSqlRawAsync(
            """
            update delivery.edges set is_up = false, last_seen = now() - interval '20 seconds';
            update delivery.edges set last_seen = now() - interval '2 minutes' where edge_id = 'long-gone';
            """));

        await RankedAsync("long-gone", isThere: false);
        await RankedAsync("seen", isThere: true);
        await RankedAsync("left", isThere: false);

        await BeatAsync("fresh");
        await RankedAsync("seen", isThere: false);
        await RankedAsync("fresh", isThere: true);
    }

    [Test]
    public async Task AdministratorsRoutes_AreForAdministrators()
    {
        var viewer = await app.SignUpAsync();
        await viewer.Http.GetAsync("admin/edges").ProblemAsync(HttpStatusCode.Forbidden);
        await app.Anonymous.GetAsync("admin/edges").ProblemAsync(HttpStatusCode.Unauthorized);
        await app.Anonymous.PostAsync("admin/edges/x/drain", null).ProblemAsync(HttpStatusCode.Unauthorized);
        await app.Anonymous.DeleteAsync($"admin/edges/cache/{Guid.NewGuid()}").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task EndedSessions_AreToldToEdgesUntilTheirTokensExpire()
    {
        var (ended, expired) = (Guid.NewGuid(), Guid.NewGuid());
        await steering.RefuseAsync([new(ended, DateTimeOffset.UtcNow.AddHours(1)), new(expired, DateTimeOffset.UtcNow.AddSeconds(-1))], CancellationToken.None);
        await steering.RefuseAsync([new(ended, DateTimeOffset.UtcNow.AddHours(1))], CancellationToken.None); // told twice

        var all = await RefusedAsync(null);
        var later = await RefusedAsync(DateTimeOffset.UtcNow.AddMinutes(1));

        Assert.That(all, Does.Contain(ended).And.Not.Contain(expired));
        Assert.That(later, Does.Not.Contain(ended));

        async Task<IEnumerable<Guid>> RefusedAsync(DateTimeOffset? since) =>
            (await SendAsync(HttpMethod.Post, "internal/edges/curious/heartbeat", Beat with { RefusedSince = since }).JsonAsync())
            .GetProperty("refused").EnumerateArray().Select(session => session.GetProperty("sessionId").GetGuid());
    }

    private async Task BeatAsync(string id) =>
        await (await SendAsync(HttpMethod.Post, $"internal/edges/{id}/heartbeat", Beat)).ExpectAsync(HttpStatusCode.OK);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string route, Heartbeat? body) =>
        SendAsync(method, route, body, new EdgeSecret(new DeliveryOptions { Key = EdgeHost.Key }).Authorization);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string route, Heartbeat? body, string? authorization)
    {
        var request = new HttpRequestMessage(method, route) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return app.Anonymous.SendAsync(request);
    }

    private Task<Edge?> FindAsync(string id) => InScopeAsync(db => db.Edges.AsNoTracking().FirstOrDefaultAsync(edge => edge.EdgeId == id));

    private async Task<EdgeLocation?> RankedAsync(string id, bool isThere) => (await Expect.EventuallyAsync(
        async () => (await steering.RankAsync(Guid.NewGuid(), "SE", Guid.NewGuid(), CancellationToken.None)).SingleOrDefault(edge => edge.EdgeId == id),
        edge => edge is not null == isThere));

    private async Task<T> InScopeAsync<T>(Func<DeliveryDbContext, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<DeliveryDbContext>());
    }
}
