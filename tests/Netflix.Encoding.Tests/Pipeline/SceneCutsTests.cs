using Microsoft.Extensions.Options;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Pipeline;

/// <summary>Films of 16 s, whose one cut should be at frame 192 or a better place near it.</summary>
public class SceneCutsTests
{
    private string folder = null!;

    [SetUp]
    public void Create() => folder = Directory.CreateTempSubdirectory("netflix-scenes-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(folder, recursive: true);

    [TestCase(197, new[] { "-g", "48" }, 197, Description = "a scene change beside the target")]
    [TestCase(300, new[] { "-g", "50" }, 200, Description = "no scene change near it: the nearest keyframe")]
    [TestCase(300, new[] { "-g", "150", "-force_key_frames", "9" }, 216, Description = "a keyframe sooner than usual")]
    [TestCase(300, new[] { "-g", "400" }, 192, Description = "nothing better")]
    public async Task Film_IsCutWhereItsSceneChanges(int scene, string[] keyframes, int cut)
    {
        var file = Path.Combine(folder, "film.mp4");
        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size=160x90:rate=24,trim=end_frame={scene}",
            "-f", "lavfi", "-i", $"gradients=size=160x90:rate=24:seed=1,trim=end_frame={384 - scene}", "-filter_complex", "[0][1]concat",
            "-c:v", "libx264", "-preset", "ultrafast", "-sc_threshold", "0", "-pix_fmt", "yuv420p", .. keyframes, file,
        ]);
        var options = Options.Create(new EncodingOptions());
        var ffmpeg = new Ffmpeg(options);
        var (film, times, starts, _) = await new SourceProbe(ffmpeg, options).ReadAsync(file, default);
        using var work = new WorkFolder(Path.Combine(folder, "work"));

        var cuts = await new SceneCuts(ffmpeg).FindAsync(file, film, new(times, starts, film.Rate, indexed: true), work, default);

        Assert.That(cuts, Is.EqualTo(new[] { cut }));
    }
}
