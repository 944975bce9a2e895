using System.Globalization;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pictures;
using Netflix.Encoding.Pipeline;

namespace Netflix.Encoding.Markers;

/// <summary>
/// Listens to an episode and looks at both of its ends, at a film's end alone: what there is to find markers by. Of the smallest rung
/// the first and last quarter are decoded, which is a hundredth of what encoding it took.
/// </summary>
internal sealed class FilmScan(Ffmpeg ffmpeg)
{
    private const int Width = 96;
    private const int Height = 54;
    private const double FilmEnd = 0.15;
    private static readonly string[] Events = ["lavfi.scd.time", "lavfi.black_start", "lavfi.black_end"];

    internal async Task<HeardAndSeen> RunAsync(EncodeJob job, IReadOnlyDictionary<Rung, string> video, string? sound, WorkFolder work, CancellationToken cancel)
    {
        var (seconds, isEpisode) = (job.Plan!.Source.DurationSeconds, job.Episode is not null);
        var file = video.MinBy(one => one.Key.Width).Value;
        var from = isEpisode ? SeasonMatch.Closing(seconds) : seconds * (1 - FilmEnd);
        var (ending, stills) = await LookAsync(file, Math.Max(from, seconds - SeasonMatch.LongestOpening), seconds, work, cancel);
        var cuts = isEpisode
            ? (await LookAsync(file, 0, Math.Min(seconds, SeasonMatch.Opening(seconds) + SeasonMatch.LongestIntro), work, cancel)).Cuts.Concat(ending).Distinct().Order()
            : ending.AsEnumerable();
        var heard = isEpisode && sound is not null ? await ListenAsync(sound, seconds, work, cancel) : [];
        return new(heard, [.. cuts], CreditRoll.Find(stills, seconds));
    }

    private async Task<byte[]> ListenAsync(string sound, double seconds, WorkFolder work, CancellationToken cancel)
    {
        var print = work.File("sound.fingerprint");
        await ffmpeg.RequireAsync(
            [.. Ffmpeg.OwnInput, "-i", sound, "-vn", "-ac", "1", "-ar", "11025", "-f", "chromaprint", "-fp_format", "raw", print], work.Path, Ffmpeg.LimitFor(seconds), cancel);
        return await File.ReadAllBytesAsync(print, cancel);
    }

    /// <summary>Scene changes and edges of black, and a small picture each second.</summary>
    private async Task<(List<double> Cuts, List<Still> Stills)> LookAsync(string file, double from, double to, WorkFolder work, CancellationToken cancel)
    {
        var prints = Events.Select((key, i) => $"metadata=print:key={key}:file=scan-{i}.txt");
        await ffmpeg.RequireAsync(
            [
                .. Ffmpeg.OwnInput, "-ss", Ffmpeg.Text(from), "-i", file, "-t", Ffmpeg.Text(to - from), "-filter_complex",
                $"[0:v]scale={Width}:{Height},split[all][few];[all]scdet,blackdetect=d=0.1:pix_th=0.08,{string.Join(',', prints)}[seen];[few]fps=1:start_time=0,format=rgb24[stills]",
                "-map", "[seen]", "-f", "null", "-", "-map", "[stills]", "-f", "rawvideo", "scan.rgb",
            ],
            work.Path, Ffmpeg.LimitFor(to - from), cancel);

        var cuts = new List<double>();
        foreach (var (i, key) in Events.Index())
        {
            // Such as "lavfi.scd.time=12.04", between lines that tell the frame.
            cuts.AddRange((await File.ReadAllLinesAsync(work.File($"scan-{i}.txt"), cancel))
                .Where(line => line.StartsWith(key, StringComparison.Ordinal))
                .Select(line => Math.Round(from + double.Parse(line.AsSpan(key.Length + 1), CultureInfo.InvariantCulture), 3)));
        }

        var pixels = await File.ReadAllBytesAsync(work.File("scan.rgb"), cancel);
        return (cuts, [.. pixels.Chunk(Width * Height * 3).Select((rgb, second) => new Still(from + second, Width, Height, rgb))]);
    }
}
