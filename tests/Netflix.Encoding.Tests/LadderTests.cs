using System.Text.Json;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Encoding.Tests;

/// <summary>Ladders made for their titles, through the whole pipeline.</summary>
public class LadderTests
{
    [Test]
    public async Task SimpleAndComplexFilm_HaveDifferentLaddersAndTheirAnalysisIsKept()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Encoding:Ladder", "title"), ("Netflix:Encoding:Tasks", "2"));
        using var studio = await app.SignInAdminAsync();

        var simple = await AnalyseAsync(app, studio, "gradients=size=640x360:rate=24:duration=2:speed=0.01:nb_colors=3:c0=blue:c1=green:c2=white");
        var complex = await AnalyseAsync(app, studio, "mandelbrot=size=640x360:rate=24,trim=end_frame=48");

        Assert.That(simple.Complexity, Is.LessThan(0.5));
        Assert.That(complex.Complexity, Is.GreaterThan(1));
        Assert.That(simple.Rungs, Has.Length.LessThan(complex.Rungs.Length));
        Assert.That(complex.Rungs, Is.Unique.And.Member("v360"));
        Assert.That(complex.Probes, Is.EqualTo(4), "two sizes, two qualities");
    }

    private static async Task<(double Complexity, string[] Rungs, int Probes)> AnalyseAsync(NetflixApp app, TestUser studio, string picture)
    {
        var file = Path.Combine(app.Directory, $"{Guid.NewGuid():N}.mp4");
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", picture, "-c:v", "libx264", "-crf", "12", "-preset", "ultrafast", "-pix_fmt", "yuv420p", file]);
        var upload = await Task.FromResult(await studio.UploadAsync(await studio.CreateTitleAsync(), file)).JsonAsync(System.Net.HttpStatusCode.Accepted);
        var job = await studio.WaitForJobAsync(upload.GetProperty("encodingJobId").GetGuid());
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());

        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand("select analysis from encoding.jobs where job_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = job.GetProperty("jobId").GetGuid() });
        var analysis = JsonSerializer.Deserialize<JsonElement>((string)(await command.ExecuteScalarAsync())!, JsonSerializerOptions.Web);
        var made = Directory.EnumerateDirectories(EncodingApp.AssetFolder(job, app), "v*").Select(folder => Path.GetFileName(folder)).ToArray();
        var rungs = Property(analysis, "Ladder").EnumerateArray().Select(point => Property(point, "Rung").GetString()!).ToArray();
        Assert.That(made, Is.EquivalentTo(rungs), "what was chosen is what was made");
        return (Property(analysis, "Complexity").GetDouble(), made, Property(analysis, "Probes").GetArrayLength());
    }

    private static JsonElement Property(JsonElement element, string name) =>
        element.EnumerateObject().First(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
