using System.Globalization;
using System.Text.RegularExpressions;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Cuts a film where its scenes change, so that a chunk's first keyframe is one that the picture needs anyway. Only a
/// little of the film is decoded for it, and nothing where the source's own encoder marked a scene.
/// </summary>
internal sealed partial class SceneCuts(Ffmpeg ffmpeg)
{
    private const double Threshold = 10; // scdet's own
    private const int SearchShare = 4; // of what a cut may move: a whole film would be decoded else

    internal async Task<IReadOnlyList<int>> FindAsync(string source, SourceFilm film, SourceClock clock, WorkFolder folder, CancellationToken cancel)
    {
        var targets = ChunkCuts.Targets(clock.Frames, clock.Rate);
        var cuts = new int[targets.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, targets.Count), new ParallelOptions { MaxDegreeOfParallelism = ffmpeg.Threads, CancellationToken = cancel },
            async (i, stop) => cuts[i] =
                ChunkCuts.FindEarlyKeyframe(targets[i], clock.Keyframes) ??
                await FindChangeAsync(source, film, clock, targets[i], folder.File($"scene-{i}.txt"), stop) ??
                ChunkCuts.FindNearest(targets[i], clock.Keyframes) ??
                targets[i].Frame);
        return cuts;
    }

    private async Task<int?> FindChangeAsync(string source, SourceFilm film, SourceClock clock, CutTarget target, string log, CancellationToken cancel)
    {
        var near = Math.Max(1, target.Reach / SearchShare);
        var (first, end) = (Math.Max(0, target.Frame - near - 1), Math.Min(clock.Frames, target.Frame + near));
        var keyframe = clock.Keyframes.LastOrDefault(frame => frame <= first);
        if (end - keyframe > target.Reach * 3 / 2)
        {
            return null; // decoding up to there costs more than the cut brings
        }

        var window = new Chunk(0, first, end - first, clock.Seek(first), end - first);
        var result = await ffmpeg.RunAsync(
            [
                "-threads", "1", .. Ffmpeg.SafeInput, .. EncodeChunk.Open(source, film, window), "-filter_complex_threads", "1", "-filter_complex",
                $"{EncodeChunk.Frames(film, window, window.SeekSeconds)},scale=160:-2,scdet=t=0,metadata=print:key=lavfi.scd.score:file={Path.GetFileName(log)}[o]",
                "-map", "[o]", "-frames:v", $"{window.Frames}", "-f", "null", "-",
            ],
            Path.GetDirectoryName(log)!, Ffmpeg.LimitFor(clock.Rate.Seconds(end - keyframe)), null, cancel);
        if (!result.Succeeded || !File.Exists(log))
        {
            return null; // whatever is wrong with the film, encoding will tell
        }

        var (best, score) = Scores(await File.ReadAllLinesAsync(log, cancel)).MaxBy(frame => frame.Score);
        return score >= Threshold && first + best > 0 ? first + best : null;
    }

    /// <summary>Of each frame of the window: how much more it differs from the one before than that did from its own.</summary>
    private static IEnumerable<(int Frame, double Score)> Scores(IEnumerable<string> lines)
    {
        var frame = 0;
        foreach (var line in lines)
        {
            if (FrameNumber().Match(line) is { Success: true } number)
            {
                frame = int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            }
            else if (Score().Match(line) is { Success: true } score && frame > 0)
            {
                yield return (frame, double.Parse(score.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            }
        }
    }

    [GeneratedRegex(@"^frame:(\d+)")]
    private static partial Regex FrameNumber();

    [GeneratedRegex(@"scd\.score=([0-9.]+)")]
    private static partial Regex Score();
}
