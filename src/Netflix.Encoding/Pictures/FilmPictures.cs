using System.Globalization;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;

namespace Netflix.Encoding.Pictures;

/// <summary>What pictures a film got.</summary>
internal sealed record MadePictures(ImageTrack Images, IReadOnlyList<ArtworkCandidate> Artwork);

/// <summary>
/// Poster, thumbnails, trick-play sprites and hover preview, from the keyframes of what was encoded. Three ffmpegs: one
/// looks at the keyframes of a small rung, one makes the chosen stills of a large one, one copies the preview. For 30 s of
/// 1080p film they take 0.55 CPU-seconds together.
/// </summary>
internal sealed class FilmPictures(Ffmpeg ffmpeg)
{
    internal const string Poster = "poster.jpg";
    internal const string Preview = "preview.mp4";
    private const string Card = "card.jpg";
    private const string StillsFile = "stills.rgb";
    private const int Thumbnails = 10;
    private const int WideWidth = 1280;
    private const int CardWidth = 640;
    private const int SmallLines = 360;

    /// <param name="files">The joined file of each rung.</param>
    /// <param name="output">The asset's folder.</param>
    internal async Task<MadePictures> MakeAsync(EncodePlan plan, IReadOnlyDictionary<Rung, string> files, WorkFolder work, string output, CancellationToken cancel)
    {
        // Every player of the preview knows H.264.
        var rungs = files.Keys.Where(rung => rung.Codec == VideoCodec.H264).DefaultIfEmpty(files.Keys.First()).OrderBy(rung => rung.Width).ToList();
        var (small, large) = (rungs.MinBy(rung => Math.Abs(rung.Lines - SmallLines))!, rungs.Find(rung => rung.Width >= WideWidth) ?? rungs[^1]);
        var (film, keyframes) = (plan.Source, Keyframes.Times(plan));

        var sheet = SpriteSheet.For(film.DurationSeconds, small.Width, small.Height);
        var stills = await LookAsync(film, files[small], keyframes, sheet, work, output, cancel);
        await File.WriteAllTextAsync(Path.Combine(output, SpriteSheet.IndexFile), sheet.WebVtt(film.DurationSeconds), cancel);
        await File.WriteAllTextAsync(Path.Combine(output, $"{SpriteSheet.Playlist}.m3u8"), sheet.ImagePlaylist(film.DurationSeconds), cancel);

        var chosen = StillChoice.Choose(stills, film.DurationSeconds, Thumbnails);
        await MakeStillsAsync(film, files[large], chosen, output, cancel);
        await CutPreviewAsync(film, files[small], LivelyStretch.Find(keyframes, stills, film.DurationSeconds), output, cancel);
        return new(
            sheet.Describe(film.DurationSeconds, file => new FileInfo(Path.Combine(output, file)).Length),
            [.. chosen.Select((one, i) => new ArtworkCandidate(Thumbnail(i), Math.Round(one.At, 3), one.Score))]);
    }

    /// <summary>Decodes the keyframes alone, once: into sheets, and into small stills to choose from.</summary>
    private async Task<List<Still>> LookAsync(
        SourceFilm film, string file, List<double> keyframes, SpriteSheet sheet, WorkFolder work, string output, CancellationToken cancel)
    {
        var (raw, stride) = (work.File(StillsFile), Keyframes.Stride(keyframes.Count));
        await ffmpeg.RequireAsync(
            [
                "-skip_frame", "nokey", .. Ffmpeg.OwnInput, "-i", file, "-filter_complex",
                // Keyframes come when they come, tiles at even times: each is the nearest. The last may be due after the last keyframe.
                $"[0:v]scale={sheet.Width}:{sheet.Height},split[tiles][stills];" +
                $"[tiles]fps=1/{sheet.Seconds.ToString(CultureInfo.InvariantCulture)}:start_time=0:eof_action=pass,tpad=stop={Keyframes.Together}:stop_mode=clone,tile={sheet.Columns}x{sheet.Rows}[sheets];" +
                $"[stills]select='lt(mod(n\\,{stride})\\,{Keyframes.Together})',format=rgb24[raw]",
                "-map", "[sheets]", "-frames:v", $"{sheet.Sheets}", "-q:v", "5", Path.Combine(output, SpriteSheet.FilePattern),
                "-map", "[raw]", "-fps_mode", "passthrough", "-f", "rawvideo", raw,
            ],
            work.Path, Ffmpeg.LimitFor(film.DurationSeconds), cancel);

        var stills = new List<Still>();
        await using var pixels = File.OpenRead(raw);
        foreach (var (number, at) in keyframes.Index().Where(one => Keyframes.IsLookedAt(one.Index, stride)))
        {
            var rgb = new byte[sheet.Width * sheet.Height * 3];
            if (await pixels.ReadAtLeastAsync(rgb, rgb.Length, throwOnEndOfStream: false, cancel) < rgb.Length)
            {
                throw new MediaToolException($"{Path.GetFileName(file)}: keyframe {number + 1} of {keyframes.Count} was not decoded.");
            }

            stills.Add(new(at, sheet.Width, sheet.Height, rgb));
        }

        return stills;
    }

    /// <summary>Each chosen still as a thumbnail and wide; the best also as poster and card. One process: starting one costs as much as a picture.</summary>
    private async Task MakeStillsAsync(SourceFilm film, string file, IReadOnlyList<Chosen> chosen, string output, CancellationToken cancel)
    {
        var frame = film.Rate.Seconds(1);
        var graph = chosen.Select((_, i) => $"[{i}:v]split[c{i}][w{i}];[c{i}]scale={CardWidth}:-2[card{i}];[w{i}]scale={WideWidth}:-2[wide{i}]");
        await ffmpeg.RequireAsync(
            [
                .. chosen.SelectMany(one => From(one.At, frame, file)),
                "-filter_complex", string.Join(';', graph),
                .. chosen.SelectMany((_, i) => new[]
                {
                    "-map", $"[card{i}]", "-frames:v", "1", "-q:v", "4", Path.Combine(output, Thumbnail(i)),
                    "-map", $"[wide{i}]", "-frames:v", "1", "-q:v", "3", Path.Combine(output, Wide(i)),
                }),
            ],
            output, Ffmpeg.LimitFor(30), cancel);
        File.Copy(Path.Combine(output, Wide(0)), Path.Combine(output, Poster));
        File.Copy(Path.Combine(output, Thumbnail(0)), Path.Combine(output, Card));
    }

    /// <summary>Whole groups of frames are copied: nothing is encoded, and the clip is as good as the rung.</summary>
    private Task CutPreviewAsync(SourceFilm film, string file, (double Start, double End) shown, string output, CancellationToken cancel) =>
        ffmpeg.RequireAsync(
            [
                .. From(shown.Start, film.Rate.Seconds(1), file), "-c", "copy", "-an", "-frames:v", $"{(int)Math.Round((shown.End - shown.Start) * film.Rate.Value)}",
                "-map_metadata", "-1", "-movflags", "+faststart", Path.Combine(output, Preview),
            ],
            output, Ffmpeg.LimitFor(30), cancel);

    /// <summary>Opens the file at a keyframe. Seeking to its own time may land on the one before by rounding, so half a frame later.</summary>
    private static IEnumerable<string> From(double keyframe, double frame, string file) =>
        ["-threads", "1", .. Ffmpeg.OwnInput, "-noaccurate_seek", "-ss", Ffmpeg.Text(keyframe + (frame / 2)), "-i", file];

    private static string Thumbnail(int number) => $"art-{number + 1}.jpg";

    private static string Wide(int number) => $"wide-{number + 1}.jpg";
}
