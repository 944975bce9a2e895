using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>A device that is signed out, by its owner or because its tokens were stolen, is out: its calls, its manifests, its segments.</summary>
public class StolenSessionJourney
{
    [Test]
    public async Task ReusedRefreshToken_EndsThatDevicesStreamsAndNoOthers()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var other = await FilmApp.App.SignInAsync(viewer.Email, "correct horse battery");
        var (session, manifest, segments) = await PlayAsync(viewer);
        var (_, othersManifest, othersSegments) = await PlayAsync(other);
        await FilmApp.App.Anonymous.PostAsJsonAsync("auth/refresh", new { refreshToken = viewer.Auth.RefreshToken }).JsonAsync();
        using var commands = await viewer.Http.GetAsync($"streaming/{session}/commands", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await commands.Content.ReadAsStreamAsync());
        Assert.That(await lines.ReadLineAsync(), Is.EqualTo("event: ping"));

        await FilmApp.App.Anonymous.PostAsJsonAsync("auth/refresh", new { refreshToken = viewer.Auth.RefreshToken }).ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.That(await lines.ReadToEndAsync(), Does.Contain("event: stop").And.Contain("signedOut"));
        await viewer.Http.PostAsJsonAsync($"streaming/{session}/progress", new { position = 3, sequence = 1 }).ProblemAsync(HttpStatusCode.Unauthorized);
        await BecomesForbiddenAsync(manifest);
        await BecomesForbiddenAsync(segments);
        await (await FilmApp.App.Anonymous.GetAsync(othersManifest)).ExpectAsync(HttpStatusCode.OK);
        await (await FilmApp.App.Anonymous.GetAsync(othersSegments)).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task DeviceSignedOutFromAnother_IsOutAtOnce()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var lost = await FilmApp.App.SignInAsync(viewer.Email, "correct horse battery");
        var (session, manifest, segments) = await PlayAsync(lost);
        var device = (await lost.Http.GetAsync("devices").JsonAsync()).GetProperty("items").EnumerateArray()
            .Single(one => one.GetProperty("current").GetBoolean()).GetProperty("deviceId").GetGuid();

        await (await viewer.Http.DeleteAsync($"devices/{device}")).ExpectAsync(HttpStatusCode.NoContent);

        await lost.Http.PostAsJsonAsync($"streaming/{session}/progress", new { position = 3, sequence = 1 }).ProblemAsync(HttpStatusCode.Unauthorized);
        await BecomesForbiddenAsync(manifest);
        await BecomesForbiddenAsync(segments);
        await viewer.Http.GetAsync("account").JsonAsync();
    }

    [TestCase("suspended")]
    [TestCase("cancelled")]
    [TestCase("expired")]
    public async Task InactiveSubscription_BrowsesButPlaysNothing(string status)
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var (_, manifest, _) = await PlayAsync(viewer);

        await viewer.Http.PatchAsJsonAsync("account", new { subscriptionStatus = status }).JsonAsync();

        await viewer.Http.GetAsync("content/home").JsonAsync();
        await viewer.Http.GetAsync($"content/{FilmApp.ContentId}").JsonAsync();
        var refusal = await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = FilmApp.VideoId, deviceType = "web" }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("subscriptionInactive"));
        await BecomesForbiddenAsync(manifest);

        await viewer.Http.PatchAsJsonAsync("account", new { subscriptionStatus = "active" }).JsonAsync();
        await viewer.StartPlaybackAsync(FilmApp.VideoId);
    }

    private static Task<HttpStatusCode> BecomesForbiddenAsync(string address) =>
        Expect.EventuallyAsync(async () => (await FilmApp.App.Anonymous.GetAsync(address)).StatusCode, status => status == HttpStatusCode.Forbidden);

    /// <summary>The session, its manifest, and the address of something of it on an edge.</summary>
    private static async Task<(Guid Session, string Manifest, string Segments)> PlayAsync(TestUser viewer)
    {
        var session = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var manifest = session.GetProperty("manifestUrl").GetString()!;
        var segment = await FirstOfAsync(await FirstOfAsync(manifest));
        await (await FilmApp.App.Anonymous.GetAsync(segment)).ExpectAsync(HttpStatusCode.OK);
        return (session.GetProperty("sessionId").GetGuid(), manifest, segment);
    }

    private static async Task<string> FirstOfAsync(string playlist) =>
        (await FilmApp.App.Anonymous.GetStringAsync(playlist)).Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal));
}
