using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Corpus;

/// <summary>
/// Whatever is uploaded ends in an asset that plays, or in a job that failed with a sentence; nothing outside the job's own
/// folder is read. All of the corpus is encoded at once, then each is judged alone.
/// </summary>
public sealed class CorpusTests : IDisposable
{
    private static readonly string[] Everything = [.. OddSources.All("/nowhere", "http://127.0.0.1:1").Select(source => source.Name)];

    private readonly ConcurrentDictionary<string, JsonElement> jobs = new();
    private readonly TcpListener trap = new(IPAddress.Loopback, NetflixApp.FreePort());
    private string folder = null!;
    private Dictionary<string, OddSource> sources = null!;
    private Task<TcpClient> caught = null!;
    private string secret = null!;

    [OneTimeSetUp]
    public async Task EncodeAllAsync()
    {
        folder = Directory.CreateDirectory(EncodingApp.TempFile("corpus")).FullName;
        trap.Start();
        caught = trap.AcceptTcpClientAsync();
        secret = Path.Combine(folder, "secret.mp4");
        await TestFilm.RunAsync("mkfifo", [secret]);
        sources = OddSources.All(secret, $"http://{trap.LocalEndpoint}").ToDictionary(source => source.Name);
        await Parallel.ForEachAsync(sources.Values, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (source, _) =>
        {
            var file = Path.Combine(folder, $"{source.Name.Replace(' ', '-')}.mp4");
            await source.MakeAsync(file);
            jobs[source.Name] = await EncodingApp.EncodeAsync(file);
        });
    }

    public void Dispose() => trap.Dispose();

    [Test]
    public void ThereAreForty() => Assert.That(Everything, Has.Length.GreaterThanOrEqualTo(40).And.Unique);

    [TestCaseSource(nameof(Everything))]
    public async Task Source_BecomesAnAssetOrASentence(string name)
    {
        var (source, job) = (sources[name], jobs[name]);
        var error = job.GetProperty("error").GetString();
        if (source.Refusal is { } refusal)
        {
            Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("failed"), job.ToString());
            Assert.That(error, Does.Contain(refusal).And.EndsWith(".").And.Not.Contain("ffmpeg"));
            return;
        }

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), $"{name}: {error} {job}");
        var asset = EncodingApp.AssetFolder(job);
        var picture = await ProbeAsync(asset, "v");
        Assert.That((picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()), Is.EqualTo((source.Width, source.Height)), "size");
        Assert.That(picture.GetProperty("sample_aspect_ratio").GetString(), Is.EqualTo("1:1"));
        Assert.That((picture.GetProperty("pix_fmt").GetString(), picture.GetProperty("color_space").GetString(), picture.GetProperty("color_transfer").GetString()),
            Is.EqualTo(("yuv420p", "bt709", "bt709")));
        var (frames, rate) = (int.Parse(picture.GetProperty("nb_read_frames").GetString()!, CultureInfo.InvariantCulture), Rate(picture));
        Assert.That(frames / rate, Is.EqualTo(source.Seconds).Within(0.1 + (1 / rate)), "seconds");
        if (source.FrameRate is { } expected)
        {
            Assert.That(rate, Is.EqualTo(expected).Within(0.01));
        }

        var audio = job.GetProperty("audioTracks").EnumerateArray().Select(track => $"{track.GetProperty("language").GetString()}/{track.GetProperty("channels").GetInt32()}");
        Assert.That(string.Join(' ', audio), Is.EqualTo(source.Audio ?? ""));
        if (source.Audio is not null)
        {
            Assert.That((await ProbeAsync(asset, "a")).GetProperty("codec_name").GetString(), Is.EqualTo("aac"));
        }

        ExpectSubtitles(source, job, asset);
    }

    /// <summary>That all jobs have ended says the same of the secret: who opens a pipe that nobody writes to waits for ever.</summary>
    [Test]
    public void NothingElse_WasRead()
    {
        Assert.That(jobs, Has.Count.EqualTo(Everything.Length));
        Assert.That(caught.IsCompleted, Is.False, "an address was asked");
    }

    /// <summary>They are there as they should be, or the studio is told why not; where anything may become of them, then one of both.</summary>
    private static void ExpectSubtitles(OddSource source, JsonElement job, string asset)
    {
        var texts = Directory.EnumerateFiles(asset, "s_*.vtt").Select(File.ReadAllText).ToList();
        var findings = job.GetProperty("qualityReport").GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("check").GetString() == "subtitles").Select(finding => finding.GetProperty("message").GetString()).ToList();
        Assert.That((texts.Count, findings.Count), Is.EqualTo(source switch
        {
            { Subtitles: null, Finding: null } => (0, 0),
            { Subtitles: "", Finding: "" } => (texts.Count, 1 - texts.Count),
            { Subtitles: not null } => (1, 0),
            _ => (0, 1),
        }), $"{string.Concat(texts)}{string.Join(' ', findings)}");
        Assert.That(texts, Has.All.StartsWith("WEBVTT\n").And.All.Contain(source.Subtitles ?? ""));
        Assert.That(findings, Has.All.Contain(source.Finding ?? ""));
    }

    private static double Rate(JsonElement stream)
    {
        var parts = stream.GetProperty("r_frame_rate").GetString()!.Split('/');
        return double.Parse(parts[0], CultureInfo.InvariantCulture) / double.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    /// <summary>The largest rendition of a kind, decoded as a player would, by its own playlist.</summary>
    private static async Task<JsonElement> ProbeAsync(string asset, string kind)
    {
        var playlist = Directory.EnumerateFiles(asset, $"{kind}*.m3u8").Where(file => !file.Contains("iframe", StringComparison.Ordinal))
            .MaxBy(file => int.TryParse(Path.GetFileNameWithoutExtension(file).TrimStart('v').Split('-')[0], out var lines) ? lines : 0)!;
        var output = await TestFilm.RunAsync("ffprobe", ["-v", "error", "-allowed_extensions", "ALL", "-count_frames", "-show_streams", "-of", "json", playlist]);
        return JsonSerializer.Deserialize<JsonElement>(output).GetProperty("streams")[0];
    }
}
