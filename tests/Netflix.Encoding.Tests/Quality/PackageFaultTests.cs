using System.Buffers.Binary;
using System.Text.Json;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Quality;

namespace Netflix.Encoding.Tests.Quality;

/// <summary>Faults put into a packaged asset are found by what is left of it.</summary>
public class PackageFaultTests
{
    private static string packaged = "";
    private static List<PackagedTrack> tracks = [];
    private static EncodePlan plan = null!;

    [OneTimeSetUp]
    public async Task EncodeAsync()
    {
        var job = await EncodingApp.EncodeAsync(await Numbered.MakeAsync(EncodingApp.TempFile("film.mp4"), "24", 9));
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        packaged = EncodingApp.AssetFolder(job);
        var names = Directory.EnumerateFiles(packaged, "*.m3u8").Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => Directory.Exists(Path.Combine(packaged, name))).ToList();
        tracks = [.. names.Where(name => name[0] is 'v' or 'a').Select(name => new PackagedTrack(name, name[0] == 'v', Sizes(name)))];
        plan = await PlanAsync(job.GetProperty("jobId").GetGuid());
    }

    [Test]
    public async Task WholePackage_HasNoFault() => Assert.That(await CheckAsync(_ => { }), Is.Empty);

    [TestCase("missing segment", "missing")]
    [TestCase("cut segment", "no whole mdat box")]
    [TestCase("wrong rung", "something else than was encoded")]
    [TestCase("segments swapped", "segment v360/1.m4s")]
    [TestCase("playlist cut", "playlist is not whole")]
    [TestCase("init missing", "a file of it is missing")]
    [TestCase("shifted sound", "after the picture")]
    public async Task FaultInThePackage_IsFound(string kind, string sentence)
    {
        var findings = await CheckAsync(folder => Plant(kind, folder));

        Assert.That(findings.Where(finding => finding.Level == FindingLevel.Error).Select(finding => finding.Message), Has.Some.Contains(sentence));
    }

    private static void Plant(string kind, string folder)
    {
        string Segment(int number, string name = "v360") => Path.Combine(folder, name, $"{number}.m4s");
        switch (kind)
        {
            case "missing segment": File.Delete(Segment(2)); break;
            case "cut segment": File.WriteAllBytes(Segment(2), File.ReadAllBytes(Segment(2))[..^200]); break;
            case "wrong rung": File.Copy(Segment(2, "v240"), Segment(2), overwrite: true); break;
            case "segments swapped":
                File.Move(Segment(1), Segment(9));
                File.Move(Segment(2), Segment(1));
                File.Move(Segment(9), Segment(2));
                break;
            case "playlist cut": File.WriteAllLines(Path.Combine(folder, "v360.m3u8"), File.ReadAllLines(Path.Combine(folder, "v360.m3u8"))[..^1]); break;
            case "init missing": File.Delete(Path.Combine(folder, "v360", "init.mp4")); break;
            case "shifted sound": Shift(Directory.GetFiles(Path.Combine(folder, tracks.First(track => !track.IsVideo).Name), "*.m4s")); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    /// <summary>Half a second later in all segments: 24,000 ticks in each tfdt.</summary>
    private static void Shift(string[] segments)
    {
        foreach (var segment in segments)
        {
            var bytes = File.ReadAllBytes(segment);
            var tfdt = bytes.AsSpan().IndexOf("tfdt"u8);
            var time = bytes.AsSpan(tfdt + (bytes[tfdt + 4] == 1 ? 12 : 8)); // its low 32 bits
            BinaryPrimitives.WriteUInt32BigEndian(time, BinaryPrimitives.ReadUInt32BigEndian(time) + 24_000);
            File.WriteAllBytes(segment, bytes);
        }
    }

    private static async Task<IReadOnlyList<Finding>> CheckAsync(Action<string> plant)
    {
        var folder = EncodingApp.TempFile("package");
        foreach (var file in Directory.EnumerateFiles(packaged, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(packaged, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        plant(folder);
        return await PackageCheck.RunAsync(plan, tracks, folder, default);
    }

    private static List<int> Sizes(string name)
    {
        var folder = Path.Combine(packaged, name);
        var reader = FragmentReader.Of(File.ReadAllBytes(Path.Combine(folder, "init.mp4")));
        return [.. Enumerable.Range(1, Directory.GetFiles(folder, "*.m4s").Length)
            .SelectMany(number => reader.Read(File.ReadAllBytes(Path.Combine(folder, $"{number}.m4s"))).Samples.Select(sample => sample.Size))];
    }

    private static async Task<EncodePlan> PlanAsync(Guid jobId)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(EncodingApp.App.ConnectionString);
        await using var command = source.CreateCommand("select plan::text from encoding.jobs where job_id = $1");
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = jobId });
        return JsonSerializer.Deserialize<EncodePlan>((string)(await command.ExecuteScalarAsync())!, JsonSerializerOptions.Web)!;
    }
}
