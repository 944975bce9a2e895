using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Host.Tests;

/// <summary>What a device may keep to play without a network: by the plan, as long as its licence lasts, and nobody else.</summary>
public class DownloadJourney
{
    private const string Password = "correct horse battery";
    private static readonly HttpClient Plain = new();

    [TestCase("auto", "720p", "AUDIO HD")]
    [TestCase("480p", "480p", "AUDIO SD")]
    [TestCase("100p", "240p", "AUDIO SD")]
    public async Task Download_HasItsOneQualityAndItsKeysAlone(string wish, string quality, string labels)
    {
        using var viewer = await FilmApp.App.SignUpAsync();

        var download = await TakeAsync(viewer, wish);

        Assert.That(download.GetProperty("quality").GetString(), Is.EqualTo(quality));
        Assert.That(download.GetProperty("status").GetString(), Is.EqualTo("ready"));
        Assert.That(download.GetProperty("bytes").GetInt64(), Is.GreaterThan(0));
        var licence = download.GetProperty("license");
        Assert.That(licence.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow, Is.EqualTo(TimeSpan.FromDays(30)).Within(TimeSpan.FromMinutes(5)));
        Assert.That(licence.GetProperty("playSeconds").GetDouble(), Is.EqualTo(48 * 3600));
        Assert.That(await LabelsAsync(licence), Is.EqualTo(labels.Split(' ')));
        var manifest = await Plain.GetStringAsync(ManifestOf(download));
        Assert.That(manifest, Does.Contain($"height=\"{quality.TrimEnd('p')}\"").And.Contain(download.GetProperty("downloadId").GetGuid().ToString()));
        Assert.That(manifest.Split("mimeType=\"video/mp4\"").Length + manifest.Split("contentType=\"video\"").Length - 2, Is.InRange(1, 2), "one set of pictures");
        await (await Plain.GetAsync(SegmentOf(manifest))).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task Refusals_AreThoseOfPlaying()
    {
        using var viewer = await FilmApp.App.SignUpAsync("basic");
        await viewer.Http.PostAsJsonAsync("downloads", new { videoId = Guid.NewGuid() }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PostAsJsonAsync("downloads", new { }).ProblemAsync(HttpStatusCode.BadRequest);
        await viewer.Http.PostAsJsonAsync("downloads", new { videoId = FilmApp.VideoId, quality = "all" }).ProblemAsync(HttpStatusCode.BadRequest);
        await FilmApp.App.Anonymous.PostAsJsonAsync("downloads", new { videoId = FilmApp.VideoId }).ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.That((await TakeAsync(viewer, "720p")).GetProperty("quality").GetString(), Is.EqualTo("480p"), "the plan's most");
        await ChangeAsync(viewer, $"profiles/{viewer.ProfileId}", new { maturity = 0 });
        Assert.That(await RefusedAsync(viewer, FilmApp.VideoId), Is.EqualTo("maturity"));
        await ChangeAsync(viewer, $"profiles/{viewer.ProfileId}", new { maturity = 18 });
        await ChangeAsync(viewer, "account", new { subscriptionStatus = "cancelled" });
        Assert.That(await RefusedAsync(viewer, FilmApp.VideoId), Is.EqualTo("subscriptionInactive"));
    }

    [Test]
    public async Task Limits_AreOfDeviceAndPlan()
    {
        using var basic = await FilmApp.App.SignUpAsync("basic");
        var first = await TakeAsync(basic);

        Assert.That(await RefusedAsync(basic, FilmApp.ClearVideoId), Is.EqualTo("downloadLimit"));
        await TakeAsync(basic, "240p"); // again, in another quality: in its own place
        using var second = await FilmApp.App.SignInAsync(basic.Email, Password);
        Assert.That(await RefusedAsync(second, FilmApp.VideoId), Is.EqualTo("downloadDevices"));

        var kept = await ListAsync(basic);
        Assert.That(kept.Select(IdOf), Is.Not.EquivalentTo(new[] { IdOf(first) }).And.Exactly(1).Items);
        await (await second.Http.DeleteAsync($"downloads/{IdOf(kept[0])}")).ExpectAsync(HttpStatusCode.NoContent);
        await TakeAsync(second);
    }

    [Test]
    public async Task ConcurrentDownloads_KeepToThePlansDevices()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var devices = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FilmApp.App.SignInAsync(viewer.Email, Password)));

        var answers = await Task.WhenAll(devices.Select(device => device.Http.PostAsJsonAsync("downloads", new { videoId = FilmApp.VideoId })));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), Is.EqualTo(2));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Forbidden), Is.EqualTo(6));
        Assert.That((await ListAsync(viewer)).Select(item => item.GetProperty("thisDevice").GetBoolean()), Is.EqualTo(new[] { false, false }));
        Array.ForEach(devices, device => device.Dispose());
    }

    [Test]
    public async Task Renewal_GivesALicenceAnewAndKillsTheAddressesBefore()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var download = await TakeAsync(viewer);
        await SetAsync(download, "expires_at = now() - interval '1 hour'");
        Assert.That((await ListAsync(viewer))[0].GetProperty("status").GetString(), Is.EqualTo("expired"));
        await Plain.GetAsync(ManifestOf(download)).ProblemAsync(HttpStatusCode.Forbidden);

        var renewed = await viewer.Http.PostAsync($"downloads/{IdOf(download)}/renew", null).JsonAsync();

        Assert.That(renewed.GetProperty("status").GetString(), Is.EqualTo("ready"));
        Assert.That(renewed.GetProperty("renewals").GetInt32(), Is.EqualTo(1));
        Assert.That(renewed.GetProperty("license").GetProperty("keys").GetArrayLength(), Is.EqualTo(2));
        await Plain.GetAsync(ManifestOf(download)).ProblemAsync(HttpStatusCode.Forbidden);
        await (await Plain.GetAsync(ManifestOf(renewed))).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task Renewal_AsksForTheRightsAgain()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var path = $"downloads/{IdOf(await TakeAsync(viewer))}/renew";
        using var stranger = await FilmApp.App.SignUpAsync();
        using var second = await FilmApp.App.SignInAsync(viewer.Email, Password);

        await stranger.Http.PostAsync(path, null).ProblemAsync(HttpStatusCode.NotFound);
        await second.Http.PostAsync(path, null).ProblemAsync(HttpStatusCode.Conflict);
        await ChangeAsync(viewer, $"profiles/{viewer.ProfileId}", new { maturity = 0 });
        Assert.That(Reason(await viewer.Http.PostAsync(path, null).ProblemAsync(HttpStatusCode.Forbidden)), Is.EqualTo("maturity"));
        Assert.That((await ListAsync(viewer))[0].GetProperty("reason").GetString(), Is.EqualTo("maturity"));
        await ChangeAsync(viewer, $"profiles/{viewer.ProfileId}", new { maturity = 18 });
        await ChangeAsync(viewer, "account", new { subscriptionStatus = "suspended" });
        Assert.That(Reason(await viewer.Http.PostAsync(path, null).ProblemAsync(HttpStatusCode.Forbidden)), Is.EqualTo("subscriptionInactive"));
        await ChangeAsync(viewer, "account", new { subscriptionStatus = "active" });
        await (await viewer.Http.PostAsync(path, null)).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task EndOfSubscription_EndsTheLicenceUntilItIsRenewed()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var download = await TakeAsync(viewer);
        var segment = SegmentOf(await Plain.GetStringAsync(ManifestOf(download)));

        await ChangeAsync(viewer, "account", new { subscriptionStatus = "cancelled" });

        await Expect.EventuallyAsync(async () => (await Plain.GetAsync(ManifestOf(download))).StatusCode, status => status == HttpStatusCode.Forbidden);
        await Expect.EventuallyAsync(async () => (await Plain.GetAsync(segment)).StatusCode, status => status == HttpStatusCode.Forbidden);
        await ChangeAsync(viewer, "account", new { subscriptionStatus = "active" });
        Assert.That((await ListAsync(viewer))[0].GetProperty("status").GetString(), Is.EqualTo("expired"));
        var renewed = await viewer.Http.PostAsync($"downloads/{IdOf(download)}/renew", null).JsonAsync();
        await (await Plain.GetAsync(SegmentOf(await Plain.GetStringAsync(ManifestOf(renewed))))).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task LesserPlan_TakesBackWhatItDoesNotInclude()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        await TakeAsync(viewer);
        var low = IdOf(await viewer.Http.PostAsJsonAsync("downloads", new { videoId = FilmApp.ClearVideoId, quality = "480p" }).JsonAsync(HttpStatusCode.Created));

        await ChangeAsync(viewer, "account", new { plan = "basic" });

        var kept = await Expect.EventuallyAsync(() => ListAsync(viewer), items => items.Count == 1);
        Assert.That(IdOf(kept[0]), Is.EqualTo(low));
    }

    [Test]
    public async Task DeviceSignedOut_KeepsNothing()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var second = await FilmApp.App.SignInAsync(viewer.Email, Password);
        var manifest = ManifestOf(await TakeAsync(second));
        var device = (await ListAsync(viewer))[0].GetProperty("deviceId").GetGuid();

        await (await viewer.Http.DeleteAsync($"devices/{device}")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(() => ListAsync(viewer), items => items.Count == 0);
        await Plain.GetAsync(manifest).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task TitleThatGoes_TakesItsDownloadsAlong()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var (contentId, videoId) = await FilmApp.Studio.PublishFilmAsync(await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "kept.mp4"), "Kept For A While");
        var end = DateTimeOffset.UtcNow.AddDays(3);
        await (await FilmApp.Studio.Http.PutAsJsonAsync($"admin/content/{contentId}/availability", new[] { new { region = "SE", to = end } })).ExpectAsync(HttpStatusCode.OK);

        var download = await viewer.Http.PostAsJsonAsync("downloads", new { videoId }).JsonAsync(HttpStatusCode.Created);
        Assert.That(download.GetProperty("expiresAt").GetDateTimeOffset(), Is.EqualTo(end).Within(TimeSpan.FromSeconds(1)), "no licence outlives the title's own");
        await (await FilmApp.Studio.Http.DeleteAsync($"admin/content/{contentId}")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(() => ListAsync(viewer), items => items.Count == 0);
    }

    [Test]
    public async Task PlayedOffline_EndsSoonAndIsKnownEverywhere()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var download = await TakeAsync(viewer);
        var path = $"downloads/{IdOf(download)}/played";

        var at = DateTimeOffset.UtcNow;
        await (await viewer.Http.PostAsJsonAsync(path, new { at, position = 4.5 })).ExpectAsync(HttpStatusCode.NoContent);

        var item = (await ListAsync(viewer))[0];
        Assert.That(item.GetProperty("expiresAt").GetDateTimeOffset(), Is.EqualTo(at.AddHours(48)).Within(TimeSpan.FromMinutes(1)));
        Assert.That((await viewer.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("resumePosition").GetDouble(), Is.EqualTo(4.5));
        await (await viewer.Http.PostAsJsonAsync(path, new { at = at.AddDays(20), position = 5 })).ExpectAsync(HttpStatusCode.NoContent);
        Assert.That((await ListAsync(viewer))[0].GetProperty("expiresAt").GetDateTimeOffset(), Is.EqualTo(item.GetProperty("expiresAt").GetDateTimeOffset()), "the first play counts");
        await viewer.Http.PostAsJsonAsync(path, new { at }).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task LeakedAddress_LeadsToWhoKeepsTheFilm()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var segment = SegmentOf(await Plain.GetStringAsync(ManifestOf(await TakeAsync(viewer))));

        var trace = await FilmApp.Studio.Http.GetAsync($"admin/sessions/trace?url={Uri.EscapeDataString(segment)}").JsonAsync();

        Assert.That(trace.GetProperty("accountId").GetGuid(), Is.EqualTo(viewer.AccountId));
        Assert.That(trace.GetProperty("authentic").GetBoolean());
    }

    private static Task<JsonElement> TakeAsync(TestUser viewer, string quality = "auto") =>
        viewer.Http.PostAsJsonAsync("downloads", new { videoId = FilmApp.VideoId, quality }).JsonAsync(HttpStatusCode.Created);

    private static async Task<string?> RefusedAsync(TestUser viewer, Guid videoId) =>
        Reason(await viewer.Http.PostAsJsonAsync("downloads", new { videoId }).ProblemAsync(HttpStatusCode.Forbidden));

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(TestUser viewer) =>
        [.. (await viewer.Http.GetAsync("downloads").JsonAsync()).GetProperty("items").EnumerateArray()];

    private static async Task ChangeAsync(TestUser viewer, string path, object change) =>
        await (await viewer.Http.PatchAsJsonAsync(path, change)).ExpectAsync(HttpStatusCode.OK);

    private static string? Reason(JsonElement problem) => problem.GetProperty("reason").GetString();

    private static Guid IdOf(JsonElement download) => download.GetProperty("downloadId").GetGuid();

    private static string ManifestOf(JsonElement download) => download.GetProperty("manifestUrl").GetString()!;

    /// <summary>The first initialisation segment that the manifest names, on its first edge.</summary>
    private static string SegmentOf(string manifest)
    {
        var document = System.Xml.Linq.XDocument.Parse(manifest);
        var ns = document.Root!.Name.Namespace;
        return document.Descendants(ns + "BaseURL").First().Value + document.Descendants(ns + "SegmentTemplate").First().Attribute("initialization")!.Value;
    }

    private static async Task SetAsync(JsonElement download, string change)
    {
        await using var source = NpgsqlDataSource.Create(FilmApp.App.ConnectionString);
        await using var command = source.CreateCommand($"update playback.downloads set {change} where download_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = IdOf(download) });
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }

    private static async Task<IEnumerable<string>> LabelsAsync(JsonElement licence)
    {
        await using var source = NpgsqlDataSource.Create(FilmApp.App.ConnectionString);
        var labels = new List<string>();
        foreach (var key in licence.GetProperty("keys").EnumerateArray())
        {
            await using var command = source.CreateCommand("select label from encoding.content_keys where key_id = $1");
            command.Parameters.Add(new NpgsqlParameter { Value = new Guid(System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty("kid").GetString()), bigEndian: true) });
            labels.Add((string)(await command.ExecuteScalarAsync())!);
        }

        return labels.Order();
    }
}
