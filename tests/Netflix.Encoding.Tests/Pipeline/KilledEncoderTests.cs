using System.Net;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Pipeline;

/// <summary>The service without an encoder, and encoders as processes of their own that are killed.</summary>
public class KilledEncoderTests
{
    /// <summary>So many tasks at once that none has more than a thread.</summary>
    private static readonly int OneThreadEach = 2 * Environment.ProcessorCount;

    [Test]
    public async Task KilledInTheMiddleOfAChunk_AnotherEncoderFinishesTheJob()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        using var studio = await app.SignInAdminAsync();
        // Slow enough that the kill hits a running ffmpeg.
        var file = await TestFilm.MakeAsync(app.Directory, 480, 12);
        var contentId = await studio.CreateTitleAsync();
        var upload = await Task.FromResult(await studio.UploadAsync(contentId, file)).JsonAsync(HttpStatusCode.Accepted);
        var jobId = upload.GetProperty("encodingJobId").GetGuid();

        await using var encoders = new Encoders(app);
        var first = encoders.Start();
        await Expect.EventuallyAsync(() => Task.FromResult(Tools(app)), tools => tools.Any(tool => tool.Contains("libx264", StringComparison.Ordinal)), TimeSpan.FromMinutes(1));
        await first.KillAsync();
        await Expect.EventuallyAsync(() => Task.FromResult(Tools(app)), tools => tools.Count == 0); // no orphan encodes on
        Assert.That(Directory.EnumerateFiles(Path.Combine(app.Directory, "work"), "*", SearchOption.AllDirectories), Is.Not.Empty);

        var second = encoders.Start();
        var job = await studio.WaitForJobAsync(jobId);

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(await FailuresAsync(app), Is.EqualTo(1), "the chunk that died with the encoder");
        var leftovers = Directory.EnumerateDirectories(Path.Combine(app.Directory, "work")).Select(folder => Path.GetFileName(folder).Split('-')[0]);
        Assert.That(leftovers, Is.EqualTo(new[] { $"{second.Id}" }), "the dead encoder's folder is gone");
    }

    /// <summary>
    /// Three encoders, of which a random one is killed again and again while they work, beside one that is left alone: the
    /// encoder is deterministic on one thread, so each rung must be the same to the bit. (On more, x264's cap on the rate looks at how far the
    /// other threads' frames have come: one frame of 1,152 differed once in some ten runs.)
    /// </summary>
    [Test]
    public async Task EncodersKilledAgainAndAgain_TheResultIsTheSameToTheBit()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        using var studio = await app.SignInAdminAsync();
        var file = await TestFilm.MakeAsync(app.Directory, 360, 48);
        var quiet = await StartJobAsync(studio, file);
        await using var encoders = new Encoders(app);
        var alone = encoders.Start(OneThreadEach);
        var expected = await studio.WaitForJobAsync(quiet);
        await alone.KillAsync();

        var jobId = await StartJobAsync(studio, file);
        var working = Enumerable.Range(0, 3).Select(_ => encoders.Start(OneThreadEach)).ToList();
        var (random, kills) = (new Random(4), 0);
        while ((await studio.Http.GetAsync($"admin/encoding/{jobId}").JsonAsync()).GetProperty("status").GetString() is "pending" or "processing")
        {
            // Dead in the middle of something: not while all of them still start.
            await Expect.EventuallyAsync(
                async () => Tools(app).Count > 0 || (await studio.Http.GetAsync($"admin/encoding/{jobId}").JsonAsync()).GetProperty("status").GetString() is not ("pending" or "processing"),
                busy => busy, TimeSpan.FromMinutes(1));
            var victim = random.Next(working.Count);
            if (kills++ < 6)
            {
                await working[victim].KillAsync();
                working[victim] = encoders.Start(OneThreadEach);
            }

            await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 5)));
        }

        var job = await studio.WaitForJobAsync(jobId);
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(kills, Is.GreaterThan(1));
        var (made, wanted) = (EncodingApp.AssetFolder(job, app), EncodingApp.AssetFolder(expected, app));
        foreach (var rung in Directory.EnumerateDirectories(wanted, "v*"))
        {
            var name = Path.GetFileName(rung);
            Assert.That(await FrameHashesAsync(made, name), Is.EqualTo(await FrameHashesAsync(wanted, name)), name);
        }

        foreach (var encoder in working)
        {
            await encoder.KillAsync();
        }

        await Expect.EventuallyAsync(() => Task.FromResult(Directory.Exists(Path.Combine(app.Directory, "media", "jobs", jobId.ToString("N")))), exists => !exists);
        var last = encoders.Start(OneThreadEach); // removes what the killed ones left
        await Expect.EventuallyAsync(
            () => Task.FromResult(Directory.EnumerateDirectories(Path.Combine(app.Directory, "work")).Select(folder => Path.GetFileName(folder).Split('-')[0]).ToList()),
            owners => owners.SequenceEqual([$"{last.Id}"]), TimeSpan.FromMinutes(1));
    }

    private static async Task<Guid> StartJobAsync(TestUser studio, string file) =>
        (await Task.FromResult(await studio.UploadAsync(await studio.CreateTitleAsync(), file)).JsonAsync(HttpStatusCode.Accepted)).GetProperty("encodingJobId").GetGuid();

    /// <summary>A hash of each frame of a rendition, decoded.</summary>
    private static async Task<string> FrameHashesAsync(string asset, string name)
    {
        var segments = Directory.GetFiles(Path.Combine(asset, name), "*.m4s").OrderBy(file => int.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture));
        var whole = EncodingApp.TempFile($"{name}.mp4");
        await using (var output = File.Create(whole))
        {
            foreach (var file in segments.Prepend(Path.Combine(asset, name, "init.mp4")))
            {
                await output.WriteAsync(await File.ReadAllBytesAsync(file));
            }
        }

        return await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-i", whole, "-f", "framemd5", "-"]);
    }

    /// <summary>Command lines of the media tools that work in this app's folder.</summary>
    private static List<string> Tools(NetflixApp app)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                var command = File.ReadAllText(Path.Combine(folder, "cmdline"));
                if (command.StartsWith("ffmpeg", StringComparison.Ordinal) && command.Contains(Path.Combine(app.Directory, "work"), StringComparison.Ordinal))
                {
                    found.Add(command);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return found;
    }

    private static async Task<long> FailuresAsync(NetflixApp app)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand("select sum(failures) from encoding.tasks");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Encoder processes of one app; none outlives its test, however that ends.</summary>
    private sealed class Encoders(NetflixApp app) : IAsyncDisposable
    {
        private readonly List<HostProcess> started = [];

        internal HostProcess Start(int tasks = 1)
        {
            var encoder = HostProcess.Start(
                app, ("Netflix:Roles", "encoder"), ("Netflix:Encoding:Preset", "fast"), ("Netflix:Encoding:Protection", "none"), ("Netflix:Encoding:MaxFailures", "20"),
                ("Netflix:Encoding:Tasks", $"{tasks}"), ("Netflix:Encoding:Lease", "00:00:03"), ("Netflix:Encoding:Heartbeat", "00:00:01"));
            started.Add(encoder);
            return encoder;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var encoder in started)
            {
                await encoder.DisposeAsync();
            }
        }
    }
}
