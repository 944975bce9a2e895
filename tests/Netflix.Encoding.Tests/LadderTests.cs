using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Encoding.Tests;

/// <summary>Ladders made for their titles, and rungs of another codec beside them, through the whole pipeline.</summary>
public class LadderTests
{
    private NetflixApp app = null!;
    private TestUser studio = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync(("Netflix:Encoding:Protection", "none"), ("Netflix:Encoding:Ladder", "title"), ("Netflix:Encoding:BesideCodec", "av1"), ("Netflix:Encoding:Tasks", "2"));
        studio = await app.SignInAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        studio.Dispose();
        await app.DisposeAsync();
    }

    [Test]
    public async Task SimpleAndComplexFilm_HaveDifferentLaddersAndTheirAnalysisIsKept()
    {
        var simple = await AnalyseAsync("gradients=size=640x360:rate=24:duration=1.5:speed=0.01:nb_colors=3:c0=blue:c1=green:c2=white");
        var complex = await AnalyseAsync("mandelbrot=size=640x360:rate=24,trim=end_frame=36");

        Assert.That(simple.Complexity, Is.LessThan(0.5));
        Assert.That(complex.Complexity, Is.GreaterThan(1));
        Assert.That(simple.Rungs, Has.Length.LessThan(complex.Rungs.Length));
        Assert.That(complex.Rungs, Is.Unique.And.Member("v360"));
        Assert.That(complex.Probes, Is.EqualTo(4), "two sizes, two qualities");
    }

    [Test]
    public async Task OtherCodec_HasTheSameFramesAndSegments()
    {
        var file = await Numbered.MakeAsync(Path.Combine(app.Directory, "beside.mp4"), "25", 5, "320x180");

        var job = await EncodeAsync(file);

        var folder = EncodingApp.AssetFolder(job, app);
        var segments = new List<string>();
        foreach (var name in new[] { "v180", "v180-av1" })
        {
            var playlist = await File.ReadAllTextAsync(Path.Combine(folder, $"{name}.m3u8"));
            var whole = await EncodedFilmTests.JoinAsync(folder, name, playlist);
            Assert.That(await Numbered.ReadAsync(whole), Is.EqualTo(Enumerable.Range(0, 125)), name);
            segments.Add(string.Join(' ', Regex.Matches(playlist, "#EXTINF:([0-9.]+)").Select(match => match.Groups[1].Value)));
        }

        Assert.That(segments, Has.All.EqualTo("5.000"), "three groups of 42 frames: one ends before 4 s, the next is the last");
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.mpd")), Does.Contain("av01.").And.Contain("avc1."));
    }

    private async Task<(double Complexity, string[] Rungs, int Probes)> AnalyseAsync(string picture)
    {
        var file = Path.Combine(app.Directory, $"{Guid.NewGuid():N}.mp4");
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", picture, "-c:v", "libx264", "-crf", "12", "-preset", "ultrafast", "-pix_fmt", "yuv420p", file]);
        var job = await EncodeAsync(file);

        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand("select analysis from encoding.jobs where job_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = job.GetProperty("jobId").GetGuid() });
        var analysis = JsonSerializer.Deserialize<JsonElement>((string)(await command.ExecuteScalarAsync())!);
        var rungs = analysis.GetProperty("ladder").EnumerateArray().Select(point => point.GetProperty("rung").GetString()!).ToArray();
        var made = Directory.EnumerateDirectories(EncodingApp.AssetFolder(job, app), "v*").Select(folder => Path.GetFileName(folder));
        Assert.That(made, Is.EquivalentTo(rungs.Concat(rungs.Select(rung => $"{rung}-av1"))), "what was chosen is what was made");
        return (analysis.GetProperty("complexity").GetDouble(), rungs, analysis.GetProperty("probes").GetArrayLength());
    }

    private async Task<JsonElement> EncodeAsync(string file)
    {
        var upload = await Task.FromResult(await studio.UploadAsync(await studio.CreateTitleAsync(), file)).JsonAsync(HttpStatusCode.Accepted);
        var job = await studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        return job;
    }
}
