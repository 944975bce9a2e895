using System.Globalization;
using System.Text;
using System.Text.Json;
using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Media;

/// <summary>Reads what a source is, and when each of its frames is shown.</summary>
internal sealed class SourceProbe(Ffmpeg ffmpeg)
{
    private const int SmallestSide = 16;
    private const int LargestSide = 8192;
    private const double LongestSeconds = 24 * 3600;

    /// <param name="FrameTimes">When each frame is shown, ascending, in seconds from the start of the file.</param>
    /// <param name="KeyframeTimes">Of those, where decoding can begin.</param>
    internal sealed record Result(SourceFilm Film, IReadOnlyList<double> FrameTimes, IReadOnlyList<double> KeyframeTimes);

    internal async Task<Result> ReadAsync(string source, CancellationToken cancel)
    {
        var directory = Path.GetDirectoryName(source)!;
        var bytes = new FileInfo(source).Length;
        if (bytes == 0)
        {
            throw new SourceRefusedException("The file is empty: there is no film in it.");
        }

        var json = new StringBuilder();
        var limit = TimeSpan.FromMinutes(5);
        var header = await ffmpeg.ProbeAsync(
            [.. Ffmpeg.SafeInput, "-show_format", "-show_streams", "-of", "json", source], directory, limit, line => json.AppendLine(line), cancel);
        if (!header.Succeeded)
        {
            throw new SourceRefusedException(header.Errors.Any(line => line.Contains("moov atom not found", StringComparison.Ordinal))
                ? "The film is cut short or was never finished: its index is missing. Export it again and upload the whole file."
                : "The file is not a film: no known container of video was found in it.");
        }

        using var document = JsonDocument.Parse(json.ToString());
        var format = document.RootElement.GetProperty("format");
        var streams = document.RootElement.GetProperty("streams").EnumerateArray().ToList();
        var video = streams.FirstOrDefault(stream => Text(stream, "codec_type") == "video" && Disposition(stream, "attached_pic") == 0);
        if (video.ValueKind == JsonValueKind.Undefined)
        {
            throw new SourceRefusedException("The file has no picture: there is no video stream in it.");
        }

        var (width, height) = ShownSize(video);
        if (Math.Min(width, height) < SmallestSide || Math.Max(width, height) > LargestSide)
        {
            throw new SourceRefusedException($"The picture is {width}x{height}: from {SmallestSide} to {LargestSide} lines and columns can be encoded.");
        }

        var (times, keyframes) = await ReadTimesAsync(source, video, format, cancel);
        var seconds = times[^1] - times[0];
        var rate = FrameRate.For(FrameRate.Parse(Text(video, "r_frame_rate")), times.Count > 1 && seconds > 0 ? (times.Count - 1) / seconds : 25);
        if (times[^1] > LongestSeconds)
        {
            throw new SourceRefusedException($"The film lasts {SourceRefusedException.Time(times[^1])}: the longest that can be encoded is 24 hours.");
        }

        var film = new SourceFilm(
            Text(format, "format_name") ?? "", Text(video, "codec_name") ?? "", video.GetProperty("index").GetInt32(), width, height, rate,
            ChunkCuts.FrameCount(times, rate), Text(video, "field_order") is "tt" or "bb" or "tb" or "bt", bytes,
            Audio(streams), [], [], Text(video, "pix_fmt") ?? "", Text(video, "color_transfer"));
        return new(film, times, keyframes);
    }

    /// <summary>Reads every packet of the file, which takes no decoding and shows whether all of it is there.</summary>
    private async Task<(List<double> Times, List<double> Keyframes)> ReadTimesAsync(string source, JsonElement video, JsonElement format, CancellationToken cancel)
    {
        var start = Number(format, "start_time") ?? 0;
        var (times, keyframes) = (new List<double>(), new List<double>());
        var scan = await ffmpeg.ProbeAsync(
            [.. Ffmpeg.SafeInput, "-select_streams", Text(video, "index") ?? "v:0", "-show_entries", "packet=pts_time,dts_time,flags", "-of", "csv=p=0", source],
            Path.GetDirectoryName(source)!, TimeSpan.FromHours(1), AddTime, cancel);
        times.Sort();
        keyframes.Sort();

        var announced = Number(video, "duration") ?? Number(format, "duration");
        var there = times.Count > 0 ? times[^1] : 0;
        var cut = scan.Errors.Any(line =>
            line.Contains("partial file", StringComparison.Ordinal) || line.Contains("ended prematurely", StringComparison.Ordinal));
        if (cut || times.Count == 0 || there < announced * 0.95 - 2)
        {
            throw new SourceRefusedException(announced is { } whole && whole - there > 1
                ? $"The film is cut short: the file ends at {SourceRefusedException.Time(there)} of {SourceRefusedException.Time(whole)}."
                : "The film is cut short: the file ends in the middle of a picture.");
        }

        return (times, keyframes);

        void AddTime(string line)
        {
            // pts,dts,flags; AVI has no pts; D marks what an edit list hides.
            var fields = line.Split(',');
            if (fields.Length >= 3 && !fields[2].Contains('D') &&
                (Parse(fields[0]) ?? Parse(fields[1])) is { } time)
            {
                times.Add(Math.Max(0, time - start));
                if (fields[2].StartsWith('K'))
                {
                    keyframes.Add(times[^1]);
                }
            }
        }
    }

    /// <summary>The default track first.</summary>
    private static List<SourceAudio> Audio(IEnumerable<JsonElement> streams) =>
    [
        .. streams
            .Where(stream => Text(stream, "codec_type") == "audio" && Text(stream, "codec_name") is not null)
            .OrderByDescending(stream => Disposition(stream, "default"))
            .Select(stream => new SourceAudio(
                Text(stream, "codec_name")!, stream.GetProperty("index").GetInt32(),
                Languages.Tag(stream.TryGetProperty("tags", out var tags) ? Text(tags, "language") : null),
                (int)(Number(stream, "channels") ?? 2))),
    ];

    /// <summary>Upright and with square pixels, as ffmpeg turns and we scale it.</summary>
    private static (int Width, int Height) ShownSize(JsonElement video)
    {
        var (width, height) = (Number(video, "width") ?? 0, Number(video, "height") ?? 0);
        if (Text(video, "sample_aspect_ratio")?.Split(':') is [var across, var down] && Parse(across) is > 0 and { } x && Parse(down) is > 0 and { } y)
        {
            width *= x / y;
        }

        var turned = video.TryGetProperty("side_data_list", out var sides) && sides.EnumerateArray().Any(side => Number(side, "rotation") is { } angle && Math.Abs(angle) % 180 == 90);
        return turned ? ((int)height, (int)Math.Round(width)) : ((int)Math.Round(width), (int)height);
    }

    private static int Disposition(JsonElement stream, string name) =>
        stream.TryGetProperty("disposition", out var all) && all.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    private static double? Number(JsonElement element, string name) => Parse(Text(element, name));

    private static double? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
