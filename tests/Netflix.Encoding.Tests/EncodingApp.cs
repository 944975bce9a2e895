using System.Net;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Encoding.Tests;

/// <summary>One running service, shared by the tests of this assembly that need no settings of their own.</summary>
[SetUpFixture]
public sealed class EncodingApp
{
    public static NetflixApp App { get; private set; } = null!;
    public static TestUser Studio { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        App = await NetflixApp.StartAsync(("Netflix:Encoding:Tasks", "2"), ("Netflix:Encoding:Protection", "none")); // ffmpeg reads clear files
        Studio = await App.SignInAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Studio.Dispose();
        await App.DisposeAsync();
    }

    internal static string TempFile(string name) => Path.Combine(App.Directory, $"{Guid.NewGuid():N}-{name}");

    /// <summary>The folder of an asset in the file store.</summary>
    internal static string AssetFolder(JsonElement job, NetflixApp? app = null) =>
        Path.Combine((app ?? App).Directory, "media", "assets", job.GetProperty("assetId").GetGuid().ToString("N"));

    /// <summary>Uploads the file for a new film, and waits for its job to end.</summary>
    internal static async Task<JsonElement> EncodeAsync(string file)
    {
        var contentId = await Studio.CreateTitleAsync();
        var upload = await Task.FromResult(await Studio.UploadAsync(contentId, file)).JsonAsync(HttpStatusCode.Accepted);
        return await Studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
    }

    /// <summary>Whether the store holds anything of a job: its source, its chunks, its asset.</summary>
    internal static async Task<bool> StoreIsEmptyOfAsync(JsonElement job)
    {
        var jobId = job.GetProperty("jobId").GetGuid();
        await using var source = Npgsql.NpgsqlDataSource.Create(App.ConnectionString);
        await using var command = source.CreateCommand("select upload_id, asset_id from encoding.jobs where job_id = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = jobId });
        await using var reader = await command.ExecuteReaderAsync();
        Assert.That(await reader.ReadAsync(), "the job is known");
        string[] folders = [$"uploads/{reader.GetGuid(0):N}", $"assets/{reader.GetGuid(1):N}", $"jobs/{jobId:N}"];
        return folders.All(folder => !Directory.Exists(Path.Combine(App.Directory, "media", folder)));
    }
}
