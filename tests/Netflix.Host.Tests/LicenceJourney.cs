using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Host.Tests;

/// <summary>Who gets which keys: by the session's plan, as long as it plays, and nobody else.</summary>
public class LicenceJourney
{
    private static readonly HttpClient Plain = new();

    [TestCase("basic", "AUDIO SD")]
    [TestCase("standard", "AUDIO HD SD")]
    public async Task Licence_HasTheKeysOfThePlan(string plan, string labels)
    {
        using var viewer = await FilmApp.App.SignUpAsync(plan);
        var start = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var keys = await KeysAsync();

        var licence = await AskAsync(start, keys.Keys).JsonAsync();

        Assert.That(licence.GetProperty("type").GetString(), Is.EqualTo("temporary"));
        Assert.That(licence.GetProperty("keys").EnumerateArray().Select(key => keys[key.GetProperty("kid").GetString()!]).Order(), Is.EqualTo(labels.Split(' ')));
        foreach (var key in licence.GetProperty("keys").EnumerateArray())
        {
            var raw = await Plain.GetByteArrayAsync(KeyUrl(start, keys[key.GetProperty("kid").GetString()!]));
            Assert.That(Base64Url.EncodeToString(raw), Is.EqualTo(key.GetProperty("k").GetString()), "raw, the same key");
            Assert.That(raw, Has.Length.EqualTo(16));
        }
    }

    [Test]
    public async Task KeyAboveThePlan_IsRefused()
    {
        using var basic = await FilmApp.App.SignUpAsync("basic");
        var start = await basic.StartPlaybackAsync(FilmApp.VideoId);
        var hd = (await KeysAsync()).First(key => key.Value == "HD").Key;

        var refusal = await AskAsync(start, [hd]).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("plan"));
        await Plain.GetAsync(KeyUrl(start, "HD")).ProblemAsync(HttpStatusCode.Forbidden);
        await Plain.GetAsync(KeyUrl(start, "LOW")).ProblemAsync(HttpStatusCode.NotFound);
        foreach (var rendition in new[] { "v720.m3u8", "v720_iframe.m3u8", "v9999.m3u8", "manifest.mpd.m3u8" })
        {
            await Plain.GetAsync(Url(start, $"on/edge/{rendition}")).ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Test]
    public async Task ShakasPlaylist_HasFilesRelativeToItsPathway_WhichLeadToTheEdge()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var start = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var master = await Plain.GetStringAsync(start.GetProperty("manifestUrl").GetString() + "&player=shaka");
        var address = new Uri(master.Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal)));
        var file = new Uri(address, (await Plain.GetStringAsync(address)).Split('\n').First(line => line.Length > 0 && line[0] != '#'));
        using var asked = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        using var answer = await asked.GetAsync(file + "?CMCD=ot%3Dv");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TemporaryRedirect));
        Assert.That(answer.Headers.Location!.ToString(), Does.Match(@"^http://[^/]+/media/[^/]+/[0-9a-f]{32}/.+\.m4s\?CMCD=ot%3Dv$"));
        Assert.That((await Plain.GetByteArrayAsync(file)).Length, Is.GreaterThan(100));
        var traced = await FilmApp.Studio.Http.GetAsync($"admin/sessions/trace?url={Uri.EscapeDataString(file.ToString())}").JsonAsync();
        Assert.That((traced.GetProperty("sessionId").GetGuid(), traced.GetProperty("authentic").GetBoolean()), Is.EqualTo((start.GetProperty("sessionId").GetGuid(), true)));
        foreach (var odd in new[] { "a%0A", "%E2%84%AA.m4s", "a%0D%0AX: y" })
        {
            await asked.GetAsync(new Uri(file, odd)).ProblemAsync(HttpStatusCode.NotFound);
        }

        var signature = file.Segments[7].Trim('/');
        await asked.GetAsync(file.ToString().Replace(signature, signature[..^4], StringComparison.Ordinal)).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task UnknownKeys_AreRefusedAndLeftOutBesideKnownOnes()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var start = await viewer.StartPlaybackAsync(FilmApp.VideoId);
        var (unknown, known) = (Base64Url.EncodeToString(Guid.NewGuid().ToByteArray()), (await KeysAsync()).First().Key);

        await AskAsync(start, [unknown]).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.That((await AskAsync(start, [unknown, known]).JsonAsync()).GetProperty("keys").GetArrayLength(), Is.EqualTo(1));
    }

    [TestCase("", "kids")]
    [TestCase("no json", "kids")]
    [TestCase("[]", "kids")]
    [TestCase("null", "kids")]
    [TestCase("""{"kids":[]}""", "kids")]
    [TestCase("""{"kids":"AAAAAAAAAAAAAAAAAAAAAA"}""", "kids")]
    [TestCase("""{"kids":[null]}""", "kids")]
    [TestCase("""{"kids":["AAAA"]}""", "kids")]
    [TestCase("""{"kids":["!!!!!!!!!!!!!!!!!!!!!!"]}""", "kids")]
    [TestCase("""{"kids":["AAAAAAAAAAAAAAAAAAAAAA"],"type":"persistent-license"}""", "type")]
    public async Task MalformedRequest_NamesTheField(string body, string field)
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var start = await viewer.StartPlaybackAsync(FilmApp.VideoId);

        var problem = await Plain.PostAsync(start.GetProperty("licenseUrl").GetString(), new StringContent(body)).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").EnumerateObject().Single().Name, Is.EqualTo(field));
    }

    [Test]
    public async Task HugeRequest_Is413()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var start = await viewer.StartPlaybackAsync(FilmApp.VideoId);

        await Plain.PostAsync(start.GetProperty("licenseUrl").GetString(), new StringContent(new string(' ', 20_000))).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Test]
    public async Task EndedSessionAndForeignSignature_GetNoKey()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var (first, second) = (await viewer.StartPlaybackAsync(FilmApp.VideoId), await viewer.StartPlaybackAsync(FilmApp.VideoId));
        var keys = await KeysAsync();
        var (address, foreign) = (first.GetProperty("licenseUrl").GetString()!, second.GetProperty("licenseUrl").GetString()!);

        await Plain.PostAsJsonAsync(address.Split('?')[0], new { kids = keys.Keys }).ProblemAsync(HttpStatusCode.Forbidden);
        await Plain.PostAsJsonAsync(address.Split('?')[0] + "?" + foreign.Split('?')[1], new { kids = keys.Keys }).ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.PostAsync($"streaming/{first.GetProperty("sessionId").GetGuid()}/stop", null);
        await AskAsync(first, keys.Keys).ProblemAsync(HttpStatusCode.Forbidden);
        await Plain.GetAsync(KeyUrl(first, "SD")).ProblemAsync(HttpStatusCode.Forbidden);
        await AskAsync(second, keys.Keys).JsonAsync();
    }

    [Test]
    public async Task TitleThatIsNoLongerTheViewers_GetsNoKeys()
    {
        using var viewer = await FilmApp.App.SignUpAsync(country: "SE");
        var (contentId, videoId) = await FilmApp.Studio.PublishFilmAsync(await TestFilm.MakeAsync(FilmApp.App.Directory, 240, 2, name: "leaving.mp4"), "About To Leave", rating: "PG-13");
        var start = await viewer.StartPlaybackAsync(videoId);
        await (await Plain.GetAsync(KeyUrl(start, "SD"))).ExpectAsync(HttpStatusCode.OK);

        await (await FilmApp.Studio.Http.PutAsJsonAsync($"admin/content/{contentId}/availability", new[] { new { region = "NO" } })).ExpectAsync(HttpStatusCode.OK);
        Assert.That(await ReasonAsync(), Is.EqualTo("region"));
        await (await FilmApp.Studio.Http.PutAsJsonAsync($"admin/content/{contentId}/availability", new[] { new { region = "SE", to = DateTimeOffset.UtcNow.AddDays(-1) } })).ExpectAsync(HttpStatusCode.OK);
        Assert.That(await ReasonAsync(), Is.EqualTo("region"), "its window has closed");
        await (await FilmApp.Studio.Http.PutAsJsonAsync($"admin/content/{contentId}/availability", Array.Empty<object>())).ExpectAsync(HttpStatusCode.OK);
        await (await viewer.Http.PatchAsJsonAsync($"profiles/{viewer.ProfileId}", new { maturity = 7 })).ExpectAsync(HttpStatusCode.OK);
        Assert.That(await ReasonAsync(), Is.EqualTo("maturity"));
        await (await viewer.Http.PatchAsJsonAsync($"profiles/{viewer.ProfileId}", new { maturity = 18 })).ExpectAsync(HttpStatusCode.OK);
        await (await FilmApp.Studio.Http.PostAsync($"admin/content/{contentId}/unpublish", null)).ExpectAsync(HttpStatusCode.OK);
        await Plain.GetAsync(KeyUrl(start, "SD")).ProblemAsync(HttpStatusCode.NotFound);

        async Task<string?> ReasonAsync() => (await Plain.GetAsync(KeyUrl(start, "SD")).ProblemAsync(HttpStatusCode.Forbidden)).GetProperty("reason").GetString();
    }

    [Test]
    public async Task ManyRequests_AreSlowedDownBySession()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var start = await viewer.StartPlaybackAsync(FilmApp.VideoId);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 70; i++)
        {
            statuses.Add((await Plain.GetAsync(KeyUrl(start, "SD"))).StatusCode);
        }

        Assert.That(statuses, Has.Some.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(statuses[0], Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task UnknownPlayer_Is400()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var start = await viewer.StartPlaybackAsync(FilmApp.VideoId);

        await Plain.GetAsync(start.GetProperty("manifestUrl").GetString() + "&player=vlc").ProblemAsync(HttpStatusCode.BadRequest);
    }

    private static Task<HttpResponseMessage> AskAsync(JsonElement start, IEnumerable<string> kids) =>
        Plain.PostAsJsonAsync(start.GetProperty("licenseUrl").GetString(), new { kids, type = "temporary" });

    private static string KeyUrl(JsonElement start, string label) => Url(start, $"key/{label}");

    /// <summary>Beside the manifest, under its signature.</summary>
    private static string Url(JsonElement start, string file) => start.GetProperty("manifestUrl").GetString()!.Replace("manifest.m3u8", file, StringComparison.Ordinal);

    /// <summary>Labels of the shared film's keys by their ids, as players write these.</summary>
    private static async Task<Dictionary<string, string>> KeysAsync()
    {
        await using var source = NpgsqlDataSource.Create(FilmApp.App.ConnectionString);
        await using var command = source.CreateCommand("""
            select key.key_id, key.label from encoding.content_keys key join encoding.jobs job using (asset_id) where job.video_id = $1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = FilmApp.VideoId });
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new Dictionary<string, string>();
        while (await reader.ReadAsync())
        {
            keys[Base64Url.EncodeToString(reader.GetGuid(0).ToByteArray(bigEndian: true))] = reader.GetString(1);
        }

        Assert.That(keys.Values, Is.EquivalentTo(new[] { "AUDIO", "SD", "HD" }));
        return keys;
    }
}
