using Microsoft.Extensions.Options;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Quality;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Quality;

/// <summary>Faults put into what was encoded, and into what is packaged, are found by quality control.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class PlantedFaultTests
{
    private static readonly Ffmpeg Tool = new(Options.Create(new EncodingOptions()));
    private static readonly FrameRate Rate = new(24, 1);
    private static readonly Rung[] Ladder = [new("v180", 180, 320, 180, 28, 800), new("v120", 120, 214, 120, 28, 400)];

    private string folder = "";
    private string film = "";

    [SetUp]
    public async Task EncodeAsync()
    {
        folder = EncodingApp.TempFile("planted");
        Directory.CreateDirectory(folder);
        film = Path.Combine(folder, "film.mkv");
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=4,format=yuv420p", "-c:v", "ffv1", film]);
    }

    [Test]
    public async Task WhatWasEncoded_Passes()
    {
        var plan = Plan();

        var result = await RunAsync(plan, plan.Chunks[1]);

        Assert.That(result.Rungs.Select(rung => rung.Name), Is.EqualTo(Ladder.Select(rung => rung.Name)));
        Assert.That(result.Rungs.Min(rung => rung.Ssim), Is.GreaterThan(0.9));
        Assert.That(result.Stretches, Is.Empty);
    }

    [TestCase("black", "another picture", Description = "black from the middle on")]
    [TestCase("freeze", "another picture")]
    [TestCase("frame off", "1 frame")]
    [TestCase("frame lost", "47 of 48 frames decode")]
    [TestCase("wrong chunk", "another picture")]
    [TestCase("damaged", "ffmpeg:")]
    public async Task FaultInARung_IsFound(string kind, string sentence)
    {
        var plan = Plan();
        var rung = Path.Combine(folder, "v180.mp4");

        var fault = Assert.ThrowsAsync<QualityFaultException>(() => RunAsync(plan, plan.Chunks[1], () => PlantAsync(kind, rung))) as Exception;

        Assert.That(fault!.Message, Does.Contain(sentence));
    }

    [Test]
    public async Task ChunkThatBeginsAFrameLate_IsFoundWhereItMeetsTheOneBefore()
    {
        var plan = Plan();
        var first = await RunAsync(plan, plan.Chunks[0]);
        var late = plan.Chunks[1] with { FirstFrame = 49, Frames = 47 };
        var second = await RunAsync(plan, late);

        Assert.That(Judge.FindCutFault(plan, [first, await RunAsync(plan, plan.Chunks[1])]), Is.Null);
        Assert.That(Judge.FindCutFault(plan, [first, second])!.Message, Is.EqualTo("Chunk 2 begins a frame late."));
    }

    [Test]
    public async Task BlackFrozenAndSilentStretchesOfTheSource_AreReported()
    {
        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=14",
            "-filter_complex", "drawbox=c=black:t=fill:enable='between(t,4,6)',split[a][b];[a][b]freezeframes=first=192:last=287:replace=192", "-c:v", "ffv1", film,
        ]);
        var plan = Plan(14 * 24, chunkFrames: 5 * 24); // the black goes across a cut
        var chunks = new List<ChunkResult>();
        foreach (var chunk in plan.Chunks)
        {
            chunks.Add(await RunAsync(plan, chunk));
        }

        var report = Judge.Decide(plan, chunks, [], [new("silence", 5, 11)], [], _ => 1000);

        Assert.That(report.Verdict, Is.EqualTo(Verdict.Warnings));
        var found = report.Findings.Select(finding => (finding.Check, Math.Round(finding.Start!.Value), Math.Round(finding.End!.Value))).Order();
        Assert.That(found, Is.EqualTo(new[] { ("black", 4.0, 6.0), ("freeze", 8.0, 12.0), ("silence", 5.0, 11.0) }));
    }

    [TestCase(0.0)]
    [TestCase(0.3)]
    public async Task ShiftedSound_IsFound(double late)
    {
        var (source, made) = (Path.Combine(folder, "source.wav"), Path.Combine(folder, "made.m4a"));
        await TestFilm.RunAsync("ffmpeg",
            ["-v", "error", "-y", "-f", "lavfi", "-i", "aevalsrc='sin(900*t)*(mod(floor(t*t*3),3)-1)*0.4:d=12'", source]);
        await TestFilm.RunAsync("ffmpeg",
            ["-v", "error", "-y", "-i", source, "-af", $"adelay={late * 1000}:all=1", "-t", "12", "-c:a", "aac", made]);
        var check = new SoundCheck(Tool);
        using var work = new WorkFolder(Path.Combine(folder, "sound"));
        var samples = work.File("source.raw");
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-i", source, "-ac", "1", "-ar", $"{SoundCheck.SampleRate}", "-f", "s16le", samples]);
        var envelope = await SoundCheck.EnvelopeAsync(samples, default);

        var offset = (await check.RunAsync(made, envelope, 12, work, default)).Offset;

        Assert.That(offset, Is.EqualTo(late).Within(0.02));
        var chunk = new ChunkResult([.. Ladder.Select(rung => new ChunkRung(rung.Name, 1, [], 0.95))], [], [], []);
        var report = Judge.Decide(Plan(), [chunk, chunk], [new("a_en", -23, -2, offset)], [], [], _ => 0);
        Assert.That(report.Verdict, Is.EqualTo(late > 0 ? Verdict.Fail : Verdict.Pass));
    }

    private static EncodePlan Plan(int frames = 96, int chunkFrames = 48)
    {
        var source = new SourceFilm("matroska", "ffv1", 0, 320, 180, Rate, frames, false, 1, [], [], []);
        var chunks = Enumerable.Range(0, (frames + chunkFrames - 1) / chunkFrames).Select(number =>
            new Chunk(number, number * chunkFrames, Math.Min(chunkFrames, frames - (number * chunkFrames)), number == 0 ? 0 : ((number * chunkFrames) - 0.5) / 24, 48));
        return new(source, Ladder, [.. chunks], "ultrafast", [], []);
    }

    /// <summary>Encodes the chunk as an encoder does, then lets the test at it, then checks it.</summary>
    private async Task<ChunkResult> RunAsync(EncodePlan plan, Chunk chunk, Func<Task>? plant = null)
    {
        await Tool.RequireAsync(EncodeChunk.Arguments(film, plan, chunk, 1), folder, TimeSpan.FromMinutes(1), default);
        if (plant is not null)
        {
            await plant();
        }

        try
        {
            return await new ChunkCheck(Tool).RunAsync(plan, chunk, folder, Ladder.ToDictionary(rung => rung.Name, _ => 0.95), _ => { }, default);
        }
        catch (MediaToolException fault) when (fault is not QualityFaultException)
        {
            throw new QualityFaultException(fault.Message);
        }
    }

    private static async Task PlantAsync(string kind, string rung)
    {
        string[] encode = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-frames:v", "48"];
        string[] arguments = kind switch
        {
            "black" => ["-i", rung, "-vf", "drawbox=c=black:t=fill:enable='gte(n,24)'", .. encode],
            "freeze" => ["-i", rung, "-vf", "loop=loop=40:size=1:start=8", .. encode],
            "frame off" => ["-i", rung, "-vf", "trim=start_frame=1,setpts=PTS-STARTPTS,tpad=stop_mode=clone:stop=1", .. encode],
            "frame lost" => ["-i", rung, "-frames:v", "47", "-c", "copy"],
            "wrong chunk" => ["-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=24", .. encode],
            _ => [],
        };
        if (arguments.Length == 0)
        {
            var bytes = await File.ReadAllBytesAsync(rung);
            for (var i = bytes.Length / 2; i < (bytes.Length / 2) + 400; i++)
            {
                bytes[i] ^= 0x5a;
            }

            await File.WriteAllBytesAsync(rung, bytes);
            return;
        }

        var planted = rung + ".planted.mp4";
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", .. arguments, planted]);
        File.Move(planted, rung, overwrite: true);
    }
}
