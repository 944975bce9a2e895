using System.Diagnostics;
using System.Net;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Pipeline;

/// <summary>The service without an encoder, and encoders as processes of their own that are killed.</summary>
public class KilledEncoderTests
{
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

        using var first = StartEncoder(app);
        await Expect.EventuallyAsync(() => Task.FromResult(Tools(app)), tools => tools.Any(tool => tool.Contains("libx264", StringComparison.Ordinal)), TimeSpan.FromMinutes(1));
        first.Kill(); // this process alone: SIGKILL
        await first.WaitForExitAsync();
        await Expect.EventuallyAsync(() => Task.FromResult(Tools(app)), tools => tools.Count == 0); // no orphan encodes on
        Assert.That(Directory.EnumerateFiles(Path.Combine(app.Directory, "work"), "*", SearchOption.AllDirectories), Is.Not.Empty);

        using var second = StartEncoder(app);
        var job = await studio.WaitForJobAsync(jobId);

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(await FailuresAsync(app), Is.EqualTo(1), "the chunk that died with the encoder");
        var leftovers = Directory.EnumerateDirectories(Path.Combine(app.Directory, "work")).Select(folder => Path.GetFileName(folder).Split('-')[0]);
        Assert.That(leftovers, Is.EqualTo(new[] { $"{second.Id}" }), "the dead encoder's folder is gone");
        second.Kill();
        await second.WaitForExitAsync();
    }

    private static Process StartEncoder(NetflixApp app)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--contentRoot", TestFilm.RepositoryRoot])
        {
            Environment =
            {
                ["Netflix__Roles"] = "encoder",
                ["ConnectionStrings__netflixdb"] = app.ConnectionString,
                ["Netflix__Media__Directory"] = Path.Combine(app.Directory, "media"),
                ["Netflix__Encoding__WorkDirectory"] = Path.Combine(app.Directory, "work"),
                ["Netflix__Encoding__Preset"] = "medium",
                ["Netflix__Encoding__Tasks"] = "1",
                ["Netflix__Encoding__Lease"] = "00:00:03",
                ["Netflix__Encoding__Heartbeat"] = "00:00:01",
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{NetflixApp.FreePort()}",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        return Process.Start(start)!;
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
}
