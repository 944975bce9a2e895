using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>What plain players and the field's linters make of a session's manifests.</summary>
public class ManifestJourney
{
    private static readonly HttpClient Plain = new();
    private static readonly int[] AllRungs = [720, 480, 360, 240];

    [Test]
    public async Task Ffprobe_ReadsEveryRungAndAudioOfBothManifests()
    {
        using var viewer = await FilmApp.App.SignUpAsync("premium");
        var session = await viewer.StartPlaybackAsync(FilmApp.ClearVideoId);

        foreach (var manifest in new[] { "manifestUrl", "dashManifestUrl" })
        {
            var streams = await ProbeAsync("-show_streams", session.GetProperty(manifest).GetString()!);
            var video = streams.GetProperty("streams").EnumerateArray().Where(one => one.GetProperty("codec_type").GetString() == "video").ToList();
            Assert.That(video.Select(one => one.GetProperty("height").GetInt32()).Distinct(), Is.EquivalentTo(AllRungs), manifest);
            Assert.That(video.Select(one => one.GetProperty("codec_name").GetString()), Is.All.EqualTo("h264"), manifest);
            Assert.That(streams.GetProperty("streams").EnumerateArray().Any(one => one.GetProperty("codec_name").GetString() == "aac"), manifest);
        }
    }

    [Test]
    public async Task Linters_AcceptBothManifestsAndRungsShareBoundaries([Values] bool clear)
    {
        using var viewer = await FilmApp.App.SignUpAsync("premium");
        var session = await viewer.StartPlaybackAsync(clear ? FilmApp.ClearVideoId : FilmApp.VideoId);
        var master = await Plain.GetStringAsync(session.GetProperty("manifestUrl").GetString());
        var mpdUrl = session.GetProperty("dashManifestUrl").GetString()!;
        var playlists = await Task.WhenAll(VariantUrls(master).Select(url => Plain.GetStringAsync(url)));

        var lint = JsonSerializer.Deserialize<JsonElement>(await TestFilm.RunAsync(
            "node", [Path.Combine(TestFilm.RepositoryRoot, "tests/Netflix.Host.Tests/lint-manifests.mjs")],
            JsonSerializer.Serialize(new { master, playlists, mpd = await Plain.GetStringAsync(mpdUrl), mpdUrl })));

        Assert.That(lint.GetProperty("heights").Deserialize<int[]>(), Is.EquivalentTo(AllRungs));
        Assert.That(lint.GetProperty("dashHeights").Deserialize<int[]>(), Is.EquivalentTo(AllRungs));
        Assert.That(lint.GetProperty("dashSegments").Deserialize<int[]>()!.Distinct().Count(), Is.EqualTo(1));
        Assert.That(lint.GetProperty("boundaries").Deserialize<string[]>()!.Distinct().Count(), Is.EqualTo(1), "all rungs have the same segment boundaries");
    }

    [Test]
    public async Task EverySegment_StartsWithAKeyframe()
    {
        using var viewer = await FilmApp.App.SignUpAsync("premium");
        var session = await viewer.StartPlaybackAsync(FilmApp.ClearVideoId);
        var master = await Plain.GetStringAsync(session.GetProperty("manifestUrl").GetString());

        foreach (var playlistUrl in VariantUrls(master))
        {
            var playlist = await Plain.GetStringAsync(playlistUrl);
            var init = await Plain.GetByteArrayAsync(new Uri(new Uri(playlistUrl), Regex.Match(playlist, "EXT-X-MAP:URI=\"([^\"]+)\"").Groups[1].Value));
            foreach (var segment in playlist.Split('\n').Where(line => line.EndsWith(".m4s", StringComparison.Ordinal)))
            {
                var file = Path.Combine(FilmApp.App.Directory, $"{Guid.NewGuid():N}.mp4");
                await File.WriteAllBytesAsync(file, [.. init, .. await Plain.GetByteArrayAsync(new Uri(new Uri(playlistUrl), segment))]);
                var frames = await ProbeAsync("-show_frames", file, "-read_intervals", "%+#1", "-select_streams", "v");
                Assert.That(frames.GetProperty("frames")[0].GetProperty("key_frame").GetInt32(), Is.EqualTo(1), $"{playlistUrl} {segment}");
            }
        }
    }

    [Test]
    public async Task BasicPlan_HasNothingAbove480AndTheEdgeRefusesMore()
    {
        using var basic = await FilmApp.App.SignUpAsync("basic");
        var session = await basic.StartPlaybackAsync(FilmApp.ClearVideoId);
        Assert.That(session.GetProperty("qualities").EnumerateArray().Max(one => one.GetProperty("height").GetInt32()), Is.EqualTo(480));

        var master = await Plain.GetStringAsync(session.GetProperty("manifestUrl").GetString());
        var mpd = await Plain.GetStringAsync(session.GetProperty("dashManifestUrl").GetString());
        Assert.That(master, Does.Not.Contain("v720"));
        Assert.That(mpd, Does.Not.Contain("v720"));

        var allowed = VariantUrls(master).First();
        Assert.That((await Plain.GetAsync(allowed)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        foreach (var guess in new[] { "v720.m3u8", "v720/init.mp4", "v720/1.m4s", "V720/1.m4s", "v0720/1.m4s", "./v720/1.m4s", "x/../v720/1.m4s", "%76720/1.m4s" })
        {
            var url = allowed[..(allowed.LastIndexOf('/') + 1)] + guess;
            Assert.That((await Plain.GetAsync(url)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden).Or.EqualTo(HttpStatusCode.NotFound), guess);
        }
    }

    [Test]
    public async Task Manifest_NeedsItsOwnSignature()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var first = (await viewer.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("manifestUrl").GetString()!;
        var second = (await viewer.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("manifestUrl").GetString()!;

        await Plain.GetAsync(first.Split('?')[0]).ProblemAsync(HttpStatusCode.Forbidden);
        await Plain.GetAsync(first.Split('?')[0] + "?" + second.Split('?')[1]).ProblemAsync(HttpStatusCode.Forbidden);
        await Plain.GetAsync(first[..^3] + "AAA").ProblemAsync(HttpStatusCode.Forbidden);
        var response = await Plain.SendAsync(new HttpRequestMessage(HttpMethod.Get, first) { Headers = { { "Origin", "https://elsewhere.example" } } });
        Assert.That(response.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "*" }));
    }

    [Test]
    public async Task Segment_NeedsAGoodTokenForItsAsset()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        var session = await viewer.StartPlaybackAsync(FilmApp.ClearVideoId);
        var url = VariantUrls(await Plain.GetStringAsync(session.GetProperty("manifestUrl").GetString())).First();
        var parts = url.Split('/'); // http: "" host media token asset file
        var (token, asset) = (parts[4], parts[5]);

        Assert.That((await Plain.GetAsync(url.Replace(token + "/", ""))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        for (var i = 0; i < token.Length; i += 7)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            await Plain.GetAsync(url.Replace(token, changed)).ProblemAsync(HttpStatusCode.Forbidden);
        }

        await Plain.GetAsync(url.Replace(asset, Guid.NewGuid().ToString("N"))).ProblemAsync(HttpStatusCode.Forbidden);
    }

    private static IEnumerable<string> VariantUrls(string master) =>
        master.Split('\n').Where(line => line.StartsWith("http", StringComparison.Ordinal));

    private static async Task<JsonElement> ProbeAsync(string show, string input, params string[] more) =>
        JsonSerializer.Deserialize<JsonElement>(await TestFilm.RunAsync("ffprobe", ["-v", "error", "-of", "json", .. more, show, input]));
}
