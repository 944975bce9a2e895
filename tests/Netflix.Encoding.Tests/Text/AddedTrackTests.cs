using System.Net;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Text;

/// <summary>Subtitles and dubs that are added to a film which is encoded already.</summary>
public class AddedTrackTests
{
    private const string Srt = "1\n00:00:01,000 --> 00:00:02,000\nHallå där\n";

    private static TestUser Studio => EncodingApp.Studio;

    private static (Guid ContentId, Guid VideoId) film;
    private static string dub = "";

    [OneTimeSetUp]
    public async Task EncodeAsync()
    {
        film = await Studio.PublishFilmAsync(await TestFilm.MakeAsync(EncodingApp.App.Directory, 180, 5, name: "tracks.mp4"));
        dub = await SoundAsync("dub.flac", 5);
    }

    [Test]
    public async Task Subtitles_AreInNewSessionsAndRunningOnesGoOn()
    {
        using var viewer = await EncodingApp.App.SignUpAsync();
        var before = await viewer.StartPlaybackAsync(film.VideoId);
        var oldMaster = await PlainAsync(before, "manifestUrl");

        var (job, name) = await AddAsync("subtitles", System.Text.Encoding.Latin1.GetBytes(Srt), "fi", ("kind", "captions"));

        Assert.That(job.GetProperty("title").GetString(), Is.EqualTo("A test film: captions fi"));
        Assert.That(job.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()), Is.EqualTo(new[] { "addtrack" }));
        var session = await Expect.EventuallyAsync(() => viewer.StartPlaybackAsync(film.VideoId), one => Languages(one, "subtitles").Contains("fi"));
        var master = await PlainAsync(session, "manifestUrl");
        Assert.That(master, Does.Contain($"LANGUAGE=\"fi\"").And.Contain("public.accessibility.transcribes-spoken-dialog"));
        var playlist = master.Split('"').Single(part => part.EndsWith($"/{name}.m3u8", StringComparison.Ordinal));
        using var plain = new HttpClient();
        Assert.That(await plain.GetStringAsync(playlist[..^5] + "/1.vtt"), Does.EndWith("00:00:01.000 --> 00:00:02.000\nHallå där\n"));
        Assert.That(await PlainAsync(session, "dashManifestUrl"), Does.Contain($"{name}/$Number$.m4s").And.Contain("Suomi (CC)"));
        foreach (var url in oldMaster.Split('\n').Where(line => line.StartsWith("http", StringComparison.Ordinal)))
        {
            Assert.That((await plain.GetAsync(url)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "a running session goes on");
        }
    }

    [Test]
    public async Task Dub_IsAsLongAsTheFilmInStereo()
    {
        var (_, name) = await AddAsync("audio", await File.ReadAllBytesAsync(dub), "de", ("label", "Deutsch (neu)"));

        using var viewer = await EncodingApp.App.SignUpAsync();
        var session = await Expect.EventuallyAsync(() => viewer.StartPlaybackAsync(film.VideoId), one => Languages(one, "audioTracks").Contains("de"));
        var master = await PlainAsync(session, "manifestUrl");
        Assert.That(master, Does.Contain("NAME=\"Deutsch (neu)\""));
        Assert.That(await PlainAsync(session, "dashManifestUrl"), Does.Contain($"{name}/init.mp4").And.Contain("lang=\"de\""));
        var streams = JsonSerializer.Deserialize<JsonElement>(await TestFilm.RunAsync(
            "ffprobe", ["-v", "error", "-of", "json", "-show_streams", "-show_format", master.Split('"').Single(part => part.EndsWith($"/{name}.m3u8", StringComparison.Ordinal))]));
        Assert.That(streams.GetProperty("streams")[0].GetProperty("channels").GetInt32(), Is.EqualTo(2));
        Assert.That(double.Parse(streams.GetProperty("format").GetProperty("duration").GetString()!, System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(5).Within(0.1));
    }

    [Test]
    public async Task TwoAtOnce_AreBothThere_AndOneIsRemovedAgain()
    {
        var both = await Task.WhenAll(AddAsync("subtitles", Bytes(Srt), "nl"), AddAsync("subtitles", Bytes(Srt), "nl"));

        var tracks = (await TracksAsync()).GetProperty("subtitleTracks").EnumerateArray().ToList();
        Assert.That(tracks.Where(track => track.GetProperty("language").GetString() == "nl").Select(track => track.GetProperty("label").GetString()), Is.EquivalentTo(new[] { "Nederlands", "Nederlands 2" }));
        var manifest = await ManifestAsync();
        Assert.That(both.Select(one => one.Name), Has.All.Matches<string>(name => manifest.Contains($"{name}/")));

        await (await Studio.Http.DeleteAsync($"admin/content/{film.ContentId}/tracks/{both[0].Name}")).ExpectAsync(HttpStatusCode.NoContent);

        await Studio.Http.DeleteAsync($"admin/content/{film.ContentId}/tracks/{both[0].Name}").ProblemAsync(HttpStatusCode.NotFound);
        Assert.That(Names(await TracksAsync(), "subtitleTracks"), Does.Contain(both[1].Name).And.Not.Contain(both[0].Name));
        Assert.That(await ManifestAsync(), Does.Contain($"{both[1].Name}/").And.Not.Contain($"{both[0].Name}/"));
    }

    [TestCase("subtitles", "", "sv", "", HttpStatusCode.UnprocessableEntity, "The file is empty")]
    [TestCase("subtitles", "Dear all", "sv", "", HttpStatusCode.UnprocessableEntity, "No subtitles were found")]
    [TestCase("subtitles", "1\n01:00:00,000 --> 01:00:01,000\nLate", "sv", "", HttpStatusCode.UnprocessableEntity, "after the end of the film")]
    [TestCase("subtitles", Srt, "", "", HttpStatusCode.BadRequest, "Name the language")]
    [TestCase("subtitles", Srt, "Swedish", "", HttpStatusCode.BadRequest, "no language tag")]
    [TestCase("subtitles", Srt, "sv", "kind=main", HttpStatusCode.BadRequest, "Name one of subtitles, captions, forced")]
    [TestCase("subtitles", Srt, "sv", "label=a\nb", HttpStatusCode.BadRequest, "without control characters")]
    [TestCase("subtitles", Srt, "sv", "seasonNumber=1", HttpStatusCode.BadRequest, "no series")]
    [TestCase("subtitles", Srt, "sv", "episodeNumber=x", HttpStatusCode.BadRequest, "whole number")]
    [TestCase("audio", "", "sv", "", HttpStatusCode.UnprocessableEntity, "The file is empty")]
    [TestCase("audio", "x", "sv", "kind=captions", HttpStatusCode.BadRequest, "Name one of main, commentary, description")]
    public async Task BadInput_IsRefusedAtOnce(string medium, string file, string language, string field, HttpStatusCode status, string says)
    {
        (string, string)[] more = field.Split('=', 2) is [var name, var value] ? [(name, value)] : [];

        var problem = await PostAsync(film.ContentId, medium, Bytes(file), language, more).ProblemAsync(status);

        Assert.That(problem.ToString().Replace("\\u0027", "'"), Does.Contain(says));
    }

    [Test]
    public async Task WhereNothingIsEncoded_Is409_AndUnknownOrOtherBodiesAreRefused()
    {
        var empty = await Studio.CreateTitleAsync();
        using var viewer = await EncodingApp.App.SignUpAsync();
        using var nothing = new MultipartFormDataContent { { new StringContent("sv"), "language" } };
        var url = $"admin/content/{film.ContentId}/subtitles";

        await PostAsync(empty, "subtitles", Bytes(Srt), "sv").ProblemAsync(HttpStatusCode.Conflict);
        await Studio.Http.GetAsync($"admin/content/{empty}/tracks").ProblemAsync(HttpStatusCode.Conflict);
        await PostAsync(Guid.NewGuid(), "audio", Bytes("x"), "sv").ProblemAsync(HttpStatusCode.NotFound);
        await Studio.Http.GetAsync($"admin/content/{Guid.NewGuid()}/tracks").ProblemAsync(HttpStatusCode.NotFound);
        await Studio.Http.PostAsync(url, nothing).ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.Http.PostAsync(url, new StringContent("{}")).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        await viewer.Http.PostAsync(url, nothing).ProblemAsync(HttpStatusCode.Forbidden);
        await EncodingApp.App.Anonymous.PostAsync(url, nothing).ProblemAsync(HttpStatusCode.Unauthorized);
        await PostAsync(film.ContentId, "subtitles", new byte[(10 << 20) + 1], "sv").ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [TestCase(2, "The sound lasts 0:02 and the film 0:05")]
    [TestCase(0, "no sound: no known format")]
    public async Task SoundOfAnotherCut_FailsWithASentence(int seconds, string says)
    {
        var file = seconds > 0 ? await File.ReadAllBytesAsync(await SoundAsync($"cut-{seconds}.mp3", seconds)) : Bytes("this is no sound");

        var started = await PostAsync(film.ContentId, "audio", file, "it").JsonAsync(HttpStatusCode.Accepted);
        var job = await Studio.WaitForJobAsync(started.GetProperty("encodingJobId").GetGuid());

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("failed"));
        Assert.That(job.GetProperty("error").GetString(), Does.Contain(says));
        Assert.That((await TracksAsync()).GetProperty("audioTracks").EnumerateArray().Select(track => track.GetProperty("language").GetString()), Has.None.EqualTo("it"));
        Assert.That(await ManifestAsync(), Does.Contain("v180/"), "the asset of the film is untouched");
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static async Task<(JsonElement Job, string Name)> AddAsync(string medium, byte[] file, string language, params (string Name, string Value)[] fields)
    {
        var started = await PostAsync(film.ContentId, medium, file, language, fields).JsonAsync(HttpStatusCode.Accepted);
        var jobId = started.GetProperty("encodingJobId").GetGuid();
        var job = await Studio.WaitForJobAsync(jobId);
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        var name = Names(await TracksAsync(), medium == "audio" ? "audioTracks" : "subtitleTracks").Single(track => track.Contains($"{jobId:N}"[^8..]));
        return (job, name);
    }

    private static async Task<HttpResponseMessage> PostAsync(Guid contentId, string medium, byte[] file, string language, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "track.bin" }, { new StringContent(language), "language" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return await Studio.Http.PostAsync($"admin/content/{contentId}/{medium}", form);
    }

    private static async Task<JsonElement> TracksAsync() => await Studio.Http.GetAsync($"admin/content/{film.ContentId}/tracks").JsonAsync();

    private static List<string> Names(JsonElement tracks, string list) => [.. tracks.GetProperty(list).EnumerateArray().Select(track => track.GetProperty("name").GetString()!)];

    private static IEnumerable<string> Languages(JsonElement session, string list) => session.GetProperty(list).EnumerateArray().Select(track => track.GetProperty("language").GetString()!);

    private static async Task<string> PlainAsync(JsonElement session, string url)
    {
        using var plain = new HttpClient();
        return await plain.GetStringAsync(session.GetProperty(url).GetString());
    }

    /// <summary>The newest manifest in the store, as the asset's row names it.</summary>
    private static async Task<string> ManifestAsync()
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(EncodingApp.App.ConnectionString);
        await using var command = source.CreateCommand("select asset_id, asset ->> 'manifest' from encoding.jobs where video_id = $1 and asset is not null");
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = film.VideoId });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return await File.ReadAllTextAsync(Path.Combine(EncodingApp.App.Directory, "media", "assets", reader.GetGuid(0).ToString("N"), reader.GetString(1)));
    }

    private static async Task<string> SoundAsync(string name, int seconds)
    {
        var file = EncodingApp.TempFile(name);
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", $"sine=frequency=300:duration={seconds}", file]);
        return file;
    }
}
