using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Encoding.Tests.Protection;

/// <summary>Encrypted films: what they hold opens with their keys alone, and those are nowhere in clear.</summary>
public class EncryptedAssetTests
{
    private static readonly string Packager = Path.Combine(TestFilm.RepositoryRoot, "node_modules/shaka-packager/bin/packager-linux-x64");

    private readonly List<(string Folder, Guid ContentId, IReadOnlyList<ContentKey> Keys)> films = [];

    [OneTimeSetUp]
    public async Task EncodeAsync()
    {
        var file = await Numbered.MakeAsync(EncodingApp.TempFile("film.mp4"), "25", 3, "1280x720");
        films.AddRange(await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var contentId = await EncodingApp.Studio.CreateTitleAsync();
            var upload = await Task.FromResult(await EncodingApp.Studio.UploadAsync(contentId, file, protection: "cbcs")).JsonAsync(HttpStatusCode.Accepted);
            var job = await EncodingApp.Studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
            Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
            await using var scope = EncodingApp.App.Services.CreateAsyncScope();
            var keys = await scope.ServiceProvider.GetRequiredService<IContentKeys>().GetAsync(job.GetProperty("assetId").GetGuid(), CancellationToken.None);
            return (EncodingApp.AssetFolder(job), contentId, keys);
        })));
    }

    [Test]
    public void Keys_AreOfOneQualityClassOfOneAsset()
    {
        Assert.That(films[0].Keys.Select(key => key.Label), Is.EqualTo(new[] { "AUDIO", "HD", "SD" }));
        var all = films.Take(2).SelectMany(film => film.Keys).ToList();
        Assert.That(all.Select(key => Convert.ToHexString(key.Key)).Distinct().Count(), Is.EqualTo(6));
        Assert.That(all.Select(key => key.KeyId).Distinct().Count(), Is.EqualTo(6));
        Assert.That(all.Select(key => key.Key.Length), Is.All.EqualTo(16));
    }

    [TestCase("v720", "HD")]
    [TestCase("v360", "SD")]
    public async Task Rung_OpensWithItsOwnKeyToTheSameFrames(string rung, string label)
    {
        var (folder, _, keys) = films[0];

        var open = await DecryptAsync(folder, rung, keys.First(key => key.Label == label));
        Assert.That(await Numbered.ReadAsync(open), Is.EqualTo(Enumerable.Range(0, 75)));

        var other = keys.First(key => key.Label != label && key.Label != "AUDIO");
        var wrong = await DecryptAsync(folder, rung, other with { KeyId = keys.First(key => key.Label == label).KeyId });
        Assert.That(File.ReadAllBytes(wrong), Is.Not.EqualTo(File.ReadAllBytes(open)));
    }

    [Test]
    public async Task Keys_AreNowhereInClear()
    {
        var rows = new StringBuilder();
        await using var source = NpgsqlDataSource.Create(EncodingApp.App.ConnectionString);
        foreach (var table in new[] { "content_keys", "jobs", "tasks", "uploads", "outbox" })
        {
            await using var command = source.CreateCommand($"select coalesce(string_agg(row_to_json(one)::text, ' '), '') from encoding.{table} one");
            rows.Append((string)(await command.ExecuteScalarAsync())!);
        }

        var files = films.Take(2).SelectMany(film => Directory.EnumerateFiles(film.Folder, "*", SearchOption.AllDirectories)).Select(File.ReadAllBytes).ToList();
        foreach (var key in films.SelectMany(film => film.Keys))
        {
            Assert.That(rows.ToString(), Does.Not.Contain(Convert.ToHexStringLower(key.Key)).And.Not.Contain(Convert.ToBase64String(key.Key)));
            var texts = new[] { key.Key, System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key.Key)), System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key.Key)) };
            Assert.That(files.Exists(file => Array.Exists(texts, text => file.AsSpan().IndexOf(text) >= 0)), Is.False, "in the store");
        }

        Assert.That(Directory.EnumerateFiles(Path.Combine(EncodingApp.App.Directory, "work"), "encryption.flags", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task DeletedTitle_LeavesNoKey()
    {
        var (folder, contentId, keys) = films[2]; // the other tests have the others
        await (await EncodingApp.Studio.Http.DeleteAsync($"admin/content/{contentId}")).ExpectAsync(HttpStatusCode.NoContent);

        await using var source = NpgsqlDataSource.Create(EncodingApp.App.ConnectionString);
        await Expect.EventuallyAsync(async () =>
        {
            await using var command = source.CreateCommand("select count(*) from encoding.content_keys where key_id = any($1)");
            command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.KeyId).ToArray() });
            return (long)(await command.ExecuteScalarAsync())!;
        }, count => count == 0);
        Assert.That(Directory.Exists(folder), Is.False);
    }

    private static async Task<string> DecryptAsync(string folder, string rung, ContentKey key)
    {
        var (sealedFile, open) = (EncodingApp.TempFile($"{rung}.mp4"), EncodingApp.TempFile($"{rung}-open.mp4"));
        await using (var whole = File.Create(sealedFile))
        {
            foreach (var part in Directory.EnumerateFiles(Path.Combine(folder, rung)).OrderBy(part => part.EndsWith("init.mp4", StringComparison.Ordinal) ? 0 : int.Parse(Path.GetFileNameWithoutExtension(part))))
            {
                await whole.WriteAsync(await File.ReadAllBytesAsync(part));
            }
        }

        await TestFilm.RunAsync(Packager,
        [
            $"in={sealedFile},stream=video,output={open}", "--enable_raw_key_decryption",
            "--keys", $"label=:key_id={key.KeyId:N}:key={Convert.ToHexStringLower(key.Key)}", "--quiet",
        ]);
        return open;
    }
}
