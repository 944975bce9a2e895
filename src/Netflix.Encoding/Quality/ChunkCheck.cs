using System.Security.Cryptography;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Quality;

/// <summary>What was encoded is not what it should be. Perhaps it was this machine: worth another try.</summary>
internal sealed class QualityFaultException(string message) : MediaToolException(message);

/// <summary>
/// Decodes every frame of every rung of a chunk and compares it with the source's. All rungs of 30 s of film cost 5
/// CPU-seconds so, a ninth of encoding them; the loop filter is left out, which saves a sixth and is not seen in means.
/// </summary>
internal sealed class ChunkCheck(Ffmpeg ffmpeg)
{
    internal const string SourceFile = "source.fp";
    internal const string StretchFile = "stretches.txt";

    /// <param name="folder">Holds the rungs, and the source's fingerprints and stretches as the encode wrote them.</param>
    /// <param name="ssim">By rung's name.</param>
    internal async Task<ChunkResult> RunAsync(
        EncodePlan plan, Chunk chunk, string folder, IReadOnlyDictionary<string, double> ssim, Action<double> report, CancellationToken cancel)
    {
        var source = await Fingerprints.ReadAsync(Path.Combine(folder, SourceFile), cancel);
        var rate = plan.Source.Rate;
        var seconds = rate.Seconds(chunk.Frames);
        await DecodeAsync(plan, folder, seconds, frames => report((double)frames / chunk.Frames), cancel);

        var rungs = new List<ChunkRung>();
        foreach (var rung in plan.Ladder)
        {
            var made = await Fingerprints.ReadAsync(Path.Combine(folder, $"{rung.Name}.fp"), cancel);
            File.Delete(Path.Combine(folder, $"{rung.Name}.fp"));
            if (ChunkLikeness.FindFault(made, source, chunk.Frames, rate.Value) is { } fault)
            {
                throw new QualityFaultException($"Chunk {chunk.Number + 1} at {rung.Lines} lines: {fault}.");
            }

            await using var file = File.OpenRead(Path.Combine(folder, $"{rung.Name}.mp4"));
            rungs.Add(new(rung.Name, file.Length, await SHA256.HashDataAsync(file, cancel), ssim.TryGetValue(rung.Name, out var likeness) ? likeness : null));
        }

        var stretches = Stretches.Read(await File.ReadAllLinesAsync(Path.Combine(folder, StretchFile), cancel), seconds);
        File.Delete(Path.Combine(folder, StretchFile));
        File.Delete(Path.Combine(folder, SourceFile));
        return new(rungs, source.Slice(0, ChunkResult.Overlap), source.Slice(chunk.Frames, ChunkResult.Overlap), stretches);
    }

    private Task DecodeAsync(EncodePlan plan, string folder, double seconds, Action<int> report, CancellationToken cancel) => ffmpeg.RequireAsync(
        [
            // Everything is decoded, and a fault ends it: not only that some picture comes out.
            "-xerror", .. plan.Ladder.SelectMany(IEnumerable<string> (rung) =>
            [
                "-err_detect", "explode", "-threads", $"{ffmpeg.Threads}", "-skip_loop_filter", "all", .. Ffmpeg.OwnInput, "-i", $"{rung.Name}.mp4",
            ]),
            .. plan.Ladder.Index().SelectMany(pair => new[]
            {
                "-map", $"{pair.Index}:v:0", "-vf", Fingerprints.Filter, "-fps_mode", "passthrough", "-f", "rawvideo", $"{pair.Item.Name}.fp",
            }),
        ],
        folder, Ffmpeg.LimitFor(seconds), cancel, (frames, _) => report(frames));
}
