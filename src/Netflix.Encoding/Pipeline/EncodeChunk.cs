using System.Globalization;
using System.Text.RegularExpressions;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Quality;
using Netflix.Storage;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Decodes a chunk once and encodes it into every rung: 37 CPU-seconds for 30 s of film, against 60 with a process a rung
/// (media.md 2).
/// </summary>
internal sealed partial class EncodeChunk(SourceCache sources, Ffmpeg ffmpeg, DecodeCheck decoding, ChunkCheck check, IObjectStore store) : IEncodeStep
{
    private const double EncodingShare = 0.85;

    public TaskKind Kind => TaskKind.Encode;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        var plan = context.Job.Plan!;
        var chunk = plan.Chunks[context.Task.Number];
        using var source = await sources.RentAsync(context.Job, cancel);
        var ssim = await EncodeAsync(source.Path, plan, chunk, context, cancel);
        context.Outcome = await check.RunAsync(
            plan, chunk, context.Folder.Path, ssim, done => context.Report(EncodingShare + (0.1 * done)), cancel);
        await store.WriteFilesAsync(context.Folder.Path, context.Output, cancel);
        return (_, _) => Task.CompletedTask;
    }

    /// <returns>The likeness of each rung, by its name, where its encoder tells it.</returns>
    private async Task<Dictionary<string, double>> EncodeAsync(string source, EncodePlan plan, Chunk chunk, StepContext context, CancellationToken cancel)
    {
        var encoded = 0;
        var likeness = new List<double>();
        var result = await ffmpeg.RunAsync(
            Arguments(source, plan, chunk, ffmpeg.Threads), context.Folder.Path, Ffmpeg.LimitFor(plan.Source.Rate.Seconds(chunk.Frames)), Report, cancel, ReadSsim);
        if (DecodeCheck.IsSuspicious(result) || encoded < chunk.Frames)
        {
            await decoding.RequireSoundAsync(source, plan.Source, cancel);
        }

        if (!result.Succeeded || encoded < chunk.Frames)
        {
            throw new MediaToolException($"ffmpeg made {encoded} of {chunk.Frames} frames: {result.LastError}", result.Log);
        }

        // x264 and x265 tell when they close, in the order of the outputs; SVT-AV1 does not.
        var telling = plan.Ladder.Where(rung => rung.Codec != VideoCodec.Av1).ToList();
        return telling.Count == likeness.Count ? telling.Zip(likeness).ToDictionary(pair => pair.First.Name, pair => pair.Second) : [];

        void Report(int frames, double _)
        {
            encoded = frames;
            context.Report(EncodingShare * frames / chunk.Frames);
        }

        void ReadSsim(string line)
        {
            if (MeanSsim().Match(line) is { Success: true } match)
            {
                likeness.Add(double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            }
        }
    }

    internal static IEnumerable<string> Arguments(string source, EncodePlan plan, Chunk chunk, int threads)
    {
        var rungs = plan.Ladder;
        // Each size is scaled once, from the next larger one: of five rungs that takes half of what scaling each from the source does.
        var sizes = rungs.GroupBy(rung => (rung.Width, rung.Height)).OrderByDescending(size => size.Key.Width * size.Key.Height).ToList();
        var steps = sizes.Select((size, i) =>
        {
            // The smallest picture is looked at too, so that it costs next to nothing.
            string[] to = [.. size.Select(rung => rung.Name), i + 1 < sizes.Count ? $"size{i + 1}" : "look"];
            return $"scale={size.Key.Width}:{size.Key.Height},setsar=1,format=yuv420p,split={to.Length}{string.Concat(to.Select(name => $"[{name}]"))};" +
                (i + 1 < sizes.Count ? $"[size{i + 1}]" : "[look]");
        });
        var graph = $"{Frames(plan.Source, chunk, chunk.SeekSeconds)},{string.Concat(steps)}{Stretches.Filter(ChunkCheck.StretchFile)},{Fingerprints.Filter}[fingerprints]";
        return
        [
            "-threads", $"{threads}", .. Ffmpeg.SafeInput, .. Open(source, plan.Source, chunk),
            "-filter_complex_threads", $"{threads}", "-filter_complex", graph,
            .. rungs.SelectMany(rung => (string[])
            [
                "-map", $"[{rung.Name}]", "-frames:v", $"{chunk.Frames}", "-fps_mode", "passthrough", "-map_metadata", "-1", "-map_chapters", "-1",
                .. VideoEncoder.Arguments(rung, plan.Preset, threads, chunk.GroupFrames),
                "-video_track_timescale", $"{Timescale(plan.Source.Rate)}", $"{rung.Name}.mp4",
            ]),
            // Some frames beyond the cut prove that the next chunk begins with them.
            "-map", "[fingerprints]", "-frames:v", $"{chunk.Frames + ChunkResult.Overlap}", "-fps_mode", "passthrough", "-f", "rawvideo", ChunkCheck.SourceFile,
        ];
    }

    /// <summary>The source, opened for a chunk. Opened behind its first frame, at a keyframe, decoding begins at that and nothing may be dropped.</summary>
    internal static IEnumerable<string> Open(string source, SourceFilm film, Chunk chunk) =>
        chunk.SeekSeconds <= 0 || HasNoIndex(film) ? ["-i", source]
        : [.. chunk.SeekSeconds > film.Rate.Seconds(chunk.FirstFrame) ? ["-noaccurate_seek"] : Array.Empty<string>(), "-ss", Ffmpeg.Text(chunk.SeekSeconds), "-i", source];

    /// <summary>A seek in it ends in nothing: it is read from its beginning.</summary>
    private static bool HasNoIndex(SourceFilm film) => film.Container == "flv";

    /// <summary>
    /// The film's frames from the chunk's first one on, at its constant rate, after a seek to some time before it. The time
    /// of the first frame becomes zero, and what is due before it is dropped.
    /// </summary>
    internal static string Frames(SourceFilm film, Chunk chunk, double seekSeconds)
    {
        var offset = film.Rate.Seconds(chunk.FirstFrame) - (HasNoIndex(film) ? 0 : seekSeconds);
        // The last picture may stay, and by its rounding come to a frame less; more that is missing is a fault.
        var tail = chunk.FirstFrame + chunk.Frames == film.Frames ? $",tpad=stop_mode=clone:stop={film.TailFrames + 1}" : "";
        return $"[0:{film.Stream}]{PictureFilter.Of(film, offset)}{tail}";
    }

    /// <summary>Ticks that a frame's duration divides: joined chunks then have no rounding between them.</summary>
    internal static int Timescale(FrameRate rate) => rate.Numerator < 1000 ? rate.Numerator * 1000 : rate.Numerator;

    [GeneratedRegex(@"SSIM Mean Y: ?([0-9.]+)")]
    private static partial Regex MeanSsim();
}
