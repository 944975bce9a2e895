using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Packaging;

/// <summary>Poster, card and trick-play sprites, from the keyframes of what was encoded.</summary>
internal sealed class Pictures(Ffmpeg ffmpeg)
{
    internal const string Poster = "poster.jpg";
    internal const string Card = "card.jpg";
    private const int PosterWidth = 1280;
    private const int CardWidth = 640;

    /// <param name="files">The joined file of each rung.</param>
    internal async Task MakeAsync(EncodePlan plan, IReadOnlyDictionary<Rung, string> files, string folder, CancellationToken cancel)
    {
        await MakePosterAsync(plan.Source, files, folder, cancel);
        await MakeSpritesAsync(plan.Source, files, folder, cancel);
    }

    private async Task MakePosterAsync(SourceFilm film, IReadOnlyDictionary<Rung, string> files, string folder, CancellationToken cancel)
    {
        var rungs = files.Keys.OrderBy(rung => rung.Width).ToList();
        var file = files[rungs.FirstOrDefault(rung => rung.Width >= PosterWidth) ?? rungs[^1]];
        var poster = Path.Combine(folder, Poster);

        // After the opening logos; not the frames that are mostly black; the most typical of fifteen keyframes.
        string[] best =
        [
            "-ss", Ffmpeg.Text(film.DurationSeconds / 10), "-skip_frame", "nokey", "-i", file,
            "-vf", $"blackframe=amount=0,metadata=select:key=lavfi.blackframe.pblack:value=60:function=less,thumbnail=n=15,scale={PosterWidth}:-2",
        ];
        string[] any = ["-i", file, "-vf", $"thumbnail=n=15,scale={PosterWidth}:-2"];
        foreach (var choice in new[] { best, any })
        {
            await ffmpeg.RequireAsync([.. Ffmpeg.OwnInput, .. choice, "-frames:v", "1", "-q:v", "3", poster], folder, Ffmpeg.LimitFor(30), cancel);
            if (File.Exists(poster))
            {
                break;
            }
        }

        await ffmpeg.RequireAsync(
            [.. Ffmpeg.OwnInput, "-i", poster, "-vf", $"scale={CardWidth}:-2", "-q:v", "4", Path.Combine(folder, Card)], folder, Ffmpeg.LimitFor(30), cancel);
    }

    private async Task MakeSpritesAsync(SourceFilm film, IReadOnlyDictionary<Rung, string> files, string folder, CancellationToken cancel)
    {
        var rung = files.Keys.OrderBy(rung => Math.Abs(rung.Lines - 360)).First();
        var sheet = SpriteSheet.For(film.Rate, film.Frames, rung.Width, rung.Height);
        await ffmpeg.RequireAsync(
            [
                "-skip_frame", "nokey", .. Ffmpeg.OwnInput, "-i", files[rung],
                "-vf", $"select='not(mod(n\\,{sheet.KeyframesApart}))',scale={sheet.Width}:{sheet.Height},tile={sheet.Columns}x{sheet.Rows}",
                "-fps_mode", "vfr", "-q:v", "5", Path.Combine(folder, "sprite-%d.jpg"),
            ],
            folder, Ffmpeg.LimitFor(film.DurationSeconds), cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, SpriteSheet.IndexFile), sheet.WebVtt(film.DurationSeconds), cancel);
    }
}
