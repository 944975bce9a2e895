using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Tests.Uploads;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Pipeline;

/// <summary>Ten minutes of film in 300 MB: what the service holds of it in memory, and on the encoder's disk.</summary>
public sealed class LongFilmTests
{
    private const int Minutes = 10;
    private const long MostGrowth = 64 << 20;

    private string film = "";
    private string start = "";

    [OneTimeSetUp]
    public async Task MakeAsync()
    {
        var clip = EncodingApp.TempFile("clip.mp4");
        film = EncodingApp.TempFile("long.mp4");
        start = EncodingApp.TempFile("start.mp4");
        // Filled up to a constant rate: many bytes that are quick to make and to decode.
        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=12:duration=10", "-f", "lavfi", "-i", "sine=frequency=440:duration=10", "-c:v", "libx264",
            "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-b:v", "4M", "-minrate", "4M", "-maxrate", "4M", "-bufsize", "4M", "-x264-params", "nal-hrd=cbr:filler=1", "-c:a", "aac", clip,
        ]);
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-stream_loop", $"{(Minutes * 6) - 1}", "-i", clip, "-c", "copy", film]);
        Assert.That(new FileInfo(film).Length, Is.GreaterThan(4 * MostGrowth), "large enough to be seen in memory");
        await using var whole = File.OpenRead(film);
        var head = new byte[24 << 20]; // several parts
        await whole.ReadExactlyAsync(head);
        await File.WriteAllBytesAsync(start, head);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        File.Delete(film);
        File.Delete(start);
    }

    [Test]
    public async Task Upload_TakesTheSameMemoryOfTheWebProcessWhateverItsSize()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        await using var web = await HostProcess.Start(app).ReadyAsync();
        using var studio = await TestUser.SignInAsync(web.BaseUrl, "admin@netflix.local", NetflixApp.AdminPassword);
        await UploadByFormAsync(studio, start);
        await UploadByTusAsync(studio, start);
        var small = web.PeakMemoryBytes;

        await UploadByFormAsync(studio, film);
        var form = web.PeakMemoryBytes - small;
        await UploadByTusAsync(studio, film);
        var tus = web.PeakMemoryBytes - small;

        TestContext.Out.WriteLine($"{small >> 20} MB with {new FileInfo(start).Length >> 20} MB; with {new FileInfo(film).Length >> 20} MB as a form {form >> 20} MB more, by tus {tus >> 20} MB more.");
        Assert.That(form, Is.LessThan(MostGrowth), "as a form");
        Assert.That(tus, Is.LessThan(MostGrowth), "by tus");
    }

    [Test]
    public async Task Encoding_TakesNoMoreOfTheDiskThanWasReserved()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Encoding:Protection", "none"), ("Netflix:Encoding:Tasks", "2"));
        using var studio = await app.SignInAdminAsync();
        var source = new FileInfo(film).Length;
        var (folders, disk) = (app.Services.GetRequiredService<WorkFolders>(), app.Services.GetRequiredService<DiskSpace>());

        var upload = await UploadByFormAsync(studio, film);
        var (peak, mostReserved, over) = (0L, 0L, new List<string>());
        var job = await Expect.EventuallyAsync(
            async () =>
            {
                Sample();
                return await studio.Http.GetAsync($"admin/encoding/{upload}").JsonAsync();
            },
            job => job.GetProperty("status").GetString() is not ("pending" or "processing"), TimeSpan.FromMinutes(9));

        TestContext.Out.WriteLine($"At most {peak >> 20} MB of {mostReserved >> 20} MB that were reserved, for a source of {source >> 20} MB.");
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(job.GetProperty("durationSeconds").GetDouble(), Is.EqualTo(Minutes * 60).Within(1));
        Assert.That(peak, Is.GreaterThan(source), "it was looked at while there was something");
        Assert.That(over, Is.Empty);
        await Expect.EventuallyAsync(() => Task.FromResult((disk.ReservedBytes, folders.UsedBytes())), left => left == (0, 0));

        void Sample()
        {
            var before = disk.ReservedBytes;
            var used = folders.UsedBytes();
            var reserved = Math.Max(before, disk.ReservedBytes);
            (peak, mostReserved) = (Math.Max(peak, used), Math.Max(mostReserved, reserved));
            // Between two tasks the source stays for the second one.
            if (used > Math.Max(reserved, source))
            {
                over.Add($"{used} bytes of {reserved} reserved: {string.Join(", ", Directory.EnumerateFiles(folders.Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName))}");
            }
        }
    }

    private static async Task<Guid> UploadByFormAsync(TestUser studio, string file) =>
        (await Task.FromResult(await studio.UploadAsync(await studio.CreateTitleAsync(), file)).JsonAsync(HttpStatusCode.Accepted)).GetProperty("encodingJobId").GetGuid();

    /// <summary>All of it in one request, as a client without a limit of its own sends it.</summary>
    private static async Task UploadByTusAsync(TestUser studio, string file)
    {
        await using var bytes = File.OpenRead(file);
        var upload = await studio.CreateAsync(await studio.CreateTitleAsync(), bytes.Length);
        await (await studio.PatchAsync(upload, 0, new StreamContent(bytes))).ExpectAsync(HttpStatusCode.NoContent);
        await (await studio.HeadAsync(upload)).ExpectAsync(HttpStatusCode.OK);
    }
}
