using System.Net;
using System.Net.Http.Json;
using Netflix.Encoding.Uploads;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Uploads;

public class WatchFolderTests
{
    [TestCase("tt0111161.mkv", "tt0111161", null, null, false)]
    [TestCase("a.film.2024.mp4", "a.film.2024", null, null, false)]
    [TestCase("tt1.trailer.mov", "tt1", null, null, true)]
    [TestCase("tt1.S02E10.mp4", "tt1", 2, 10, false)]
    [TestCase("tt1.s2e10.trailer.mp4", "tt1", 2, 10, true)]
    public void Name_TellsTheVideo(string file, string title, int? season, int? episode, bool trailer) =>
        Assert.That(WatchedName.Parse(file), Is.EqualTo(new WatchedName(title, season, episode, trailer)));

    [TestCase("noextension")]
    [TestCase(".mp4")]
    public void OtherNames_TellNothing(string file) => Assert.That(WatchedName.Parse(file), Is.Null);

    [Test]
    public async Task Files_AreTakenOrRefusedOnceByOneOfTwoServices()
    {
        var folder = NewFolder();
        (string, string)[] settings = [("Netflix:Roles", "web"), ("Netflix:Encoding:WatchFolder", folder), ("Netflix:Encoding:WatchQuiet", "00:00:00.3")];
        await using var app = await NetflixApp.StartAsync(settings);
        using var studio = await app.SignInAdminAsync();
        await using var other = await NetflixApp.StartAsync([.. settings, ("ConnectionStrings:netflixdb", app.ConnectionString), ("Netflix:Media:Directory", Path.Combine(app.Directory, "media"))]);
        await studio.Http.PostAsJsonAsync("admin/content", new { title = "By id", type = "movie", description = "x", genres = new[] { "Drama" }, releaseYear = 2024, rating = "PG", language = "en", cast = Array.Empty<string>(), director = "Bo", externalId = "tt.42" }).JsonAsync(HttpStatusCode.Created);
        var seriesId = await studio.CreateTitleAsync("A series", "series");
        var film = Path.Combine(app.Directory, "film");
        await File.WriteAllBytesAsync(film, new byte[9_000_000]);

        foreach (var name in new[] { "tt.42.mkv", $"{seriesId}.s01e01.mp4", "unknown.mp4", "noextension", ".hidden.mp4", "coming.mp4.part" })
        {
            File.Copy(film, Path.Combine(folder, name));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "empty.mp4"), "");
        File.CreateSymbolicLink(Path.Combine(folder, "link.mp4"), film);
        Directory.CreateDirectory(Path.Combine(folder, "folder.mp4"));

        await Expect.EventuallyAsync(() => Task.FromResult(Names("done").Count + Names("refused").Count), count => count == 9, TimeSpan.FromSeconds(60));
        Assert.That(Names("done"), Is.EqualTo(new[] { "tt.42.mkv" }));
        Assert.That(Names("refused"), Is.EquivalentTo(new[]
        {
            $"{seriesId}.s01e01.mp4", $"{seriesId}.s01e01.mp4.txt", "empty.mp4", "empty.mp4.txt", "noextension", "noextension.txt", "unknown.mp4", "unknown.mp4.txt",
        }));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "refused", "unknown.mp4.txt")), Does.Contain("no title with the external id 'unknown'"));
        Assert.That(Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "done", "refused", ".hidden.mp4", "coming.mp4.part", "link.mp4", "folder.mp4" }));
        var jobs = await studio.Http.GetAsync("admin/encoding").JsonAsync();
        Assert.That(jobs.GetProperty("items").EnumerateArray().Select(job => job.GetProperty("filename").GetString()), Is.EqualTo(new[] { "tt.42.mkv" }));

        List<string> Names(string inside) => Directory.Exists(Path.Combine(folder, inside)) ? [.. Directory.EnumerateFiles(Path.Combine(folder, inside)).Select(file => Path.GetFileName(file)!)] : [];
    }

    [Test]
    public async Task InterruptedFile_GoesOnFromWhatIsStored()
    {
        var folder = NewFolder();
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"), ("Netflix:Encoding:WatchFolder", folder), ("Netflix:Encoding:WatchQuiet", "00:00:00.3"));
        using var studio = await app.SignInAdminAsync();
        var contentId = await studio.CreateTitleAsync();
        var hidden = Path.Combine(folder, ".film");
        await File.WriteAllBytesAsync(hidden, new byte[20_000_000]);
        // As a process that was killed after the first part would leave it.
        var name = $"{contentId}.mp4";
        var mark = TusClient.Base64($"{name} {File.GetLastWriteTimeUtc(hidden):O}");
        var created = await (await studio.TryCreateAsync("20000000", $"contentId {TusClient.Base64(contentId)}")).ExpectAsync(HttpStatusCode.Created);
        var upload = new Uri(new Uri(app.BaseUrl), created.Headers.Location!);
        await (await studio.PatchAsync(upload, 0, new byte[8_000_000])).ExpectAsync(HttpStatusCode.NoContent);
        await using (var source = Npgsql.NpgsqlDataSource.Create(app.ConnectionString))
        await using (var command = source.CreateCommand($"update encoding.uploads set metadata = 'watched {mark}'"))
        {
            await command.ExecuteNonQueryAsync();
        }

        File.Move(hidden, Path.Combine(folder, name));

        var jobs = await Expect.EventuallyAsync(() => studio.Http.GetAsync($"admin/encoding?contentId={contentId}").JsonAsync(), list => list.GetProperty("totalCount").GetInt32() == 1);
        await Expect.EventuallyAsync(() => Task.FromResult(File.Exists(Path.Combine(folder, "done", name))), done => done);
        var head = await (await studio.HeadAsync(upload)).ExpectAsync(HttpStatusCode.OK);
        Assert.That(head.Headers.GetValues("Encoding-Job-Id").Single(), Is.EqualTo(jobs.GetProperty("items")[0].GetProperty("jobId").GetString()));
    }

    /// <summary>Among those that go with all tests: the services here may write to it until they are stopped.</summary>
    private static string NewFolder() => Directory.CreateDirectory(EncodingApp.TempFile("watch")).FullName;
}
