using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Web.Tests;

/// <summary>Keys in the browser: refused to whoever they are not for, so that nothing plays, and asked for again while a film plays.</summary>
public sealed class LicenceTests
{
    private const int LicenceRequestFailed = 6007;
    private const int RestrictionsCannotBeMet = 4012;

    private static Guid otherContent;
    private static Guid otherVideo;
    private PlainPages pages = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        pages = await PlainPages.StartAsync();
        var file = await TestFilm.MakeAsync(WebApp.App.Directory, 180, 40, name: "leaving.mp4");
        (otherContent, otherVideo) = await WebApp.Studio.PublishFilmAsync(file, "About to leave", "G");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await pages.DisposeAsync();

    [TestCase("own", null)]
    [TestCase("expired session", LicenceRequestFailed)]
    [TestCase("ended session", LicenceRequestFailed)]
    [TestCase("other account", LicenceRequestFailed)]
    [TestCase("other title", LicenceRequestFailed)]
    [TestCase("basic plan, HD key", RestrictionsCannotBeMet)]
    public async Task Keys_AreForTheirSessionAlone(string whose, int? code)
    {
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        using var stranger = await WebApp.App.SignUpAsync("basic", WebApp.Country);
        var start = await viewer.StartPlaybackAsync(WebApp.VideoId);
        var own = LicenceOf(start);
        var licence = whose switch
        {
            "own" => own,
            "expired session" => LicenceOf(await ExpireAsync(await viewer.StartPlaybackAsync(WebApp.VideoId))),
            "ended session" => LicenceOf(await EndAsync(viewer, await viewer.StartPlaybackAsync(WebApp.VideoId))),
            "other account" => $"{LicenceOf(await stranger.StartPlaybackAsync(WebApp.VideoId)).Split('?')[0]}?{own.Split('?')[1]}",
            "other title" => LicenceOf(await viewer.StartPlaybackAsync(otherVideo)),
            _ => LicenceOf(await stranger.StartPlaybackAsync(WebApp.VideoId)),
        };

        await using var context = await WebApp.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var lines = whose.StartsWith("basic", StringComparison.Ordinal) ? "&lines=720" : "";
        await page.GotoAsync($"{pages.Url}/shaka?url={Uri.EscapeDataString(start.GetProperty("dashManifestUrl").GetString()! + "&player=shaka")}&license={Uri.EscapeDataString(licence)}{lines}");
        await page.WaitForFunctionAsync("() => document.title.startsWith('failed') || video.currentTime > 1");

        Assert.That(await page.TitleAsync(), Does.StartWith(code is null ? "playing" : $"failed: {code}"));
        var frames = await page.EvaluateAsync<int>("video.getVideoPlaybackQuality().totalVideoFrames");
        Assert.That(frames, code is null ? Is.Positive : Is.Zero);
        // Where the first segment begins is where a player without keys stands.
        Assert.That(await page.EvaluateAsync<double>("video.currentTime"), code is null ? Is.GreaterThan(1) : Is.LessThan(0.5));
    }

    [Test]
    public async Task TitleThatLeaves_StopsWhenItsKeysAreAskedForAgain()
    {
        await using var client = await Client.OpenAsync();
        await client.Page.Clock.InstallAsync();
        await client.SignUpAsync();
        await client.Page.GotoAsync($"/watch/{otherContent}/{otherVideo}?t=0");
        await client.IsPlayingAsync();
        await client.UntilAsync("video => video.currentTime > 2"); // Shaka tells of its keys half a second after they came
        var asked = await client.Page.RunAndWaitForRequestAsync(() => client.Page.Clock.FastForwardAsync("10:01"), request => request.Url.Contains("/license", StringComparison.Ordinal));
        Assert.That((await asked.ResponseAsync())!.Status, Is.EqualTo(200), asked.PostData);
        Assert.That(await client.VideoAsync<bool>("video => !video.paused"), "what may be watched goes on");

        await (await WebApp.Studio.Http.PutAsJsonAsync($"admin/content/{otherContent}/availability", new[] { new { region = "NO" } })).ExpectAsync(HttpStatusCode.OK);
        try
        {
            await client.Page.Clock.FastForwardAsync("10:01");

            await client.Page.GetByRole(AriaRole.Heading, new() { Name = "Not available where you are" }).WaitForAsync();
            Assert.That(await client.Page.Locator("video").CountAsync(), Is.Zero);
        }
        finally
        {
            await (await WebApp.Studio.Http.PutAsJsonAsync($"admin/content/{otherContent}/availability", Array.Empty<object>())).ExpectAsync(HttpStatusCode.OK);
        }
    }

    private static string LicenceOf(JsonElement start) => start.GetProperty("licenseUrl").GetString()!;

    /// <summary>Before anybody asked for it: a process keeps the facts of sessions in use.</summary>
    private static async Task<JsonElement> ExpireAsync(JsonElement start)
    {
        await using var source = NpgsqlDataSource.Create(WebApp.App.ConnectionString);
        await using var command = source.CreateCommand("update playback.sessions set expires_at = now() - interval '1 second' where session_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = start.GetProperty("sessionId").GetGuid() });
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
        return start;
    }

    private static async Task<JsonElement> EndAsync(TestUser viewer, JsonElement start)
    {
        await (await viewer.Http.PostAsync($"streaming/{start.GetProperty("sessionId").GetGuid()}/stop", null)).ExpectAsync(HttpStatusCode.NoContent);
        return start;
    }
}
