using System.Text.Json;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Media;

/// <summary>Reads what a source is, and when each of its frames is shown.</summary>
internal sealed class SourceProbe(Ffmpeg ffmpeg, IOptions<EncodingOptions> options)
{
    private const int SmallestSide = 16;
    private const double LongestLast = 10; // seconds: more is a fault of the file
    private const double FastestRate = 1000;
    private const double SlowestRate = 1 / 60.0; // a slide show has more; two frames with hours between them are a fault

    /// <param name="FrameTimes">When each frame is shown, ascending, in seconds from the start of the file.</param>
    /// <param name="KeyframeTimes">Of those, where decoding can begin.</param>
    /// <param name="Bytes">When each frame that is no keyframe is shown, and how much the source's encoder spent on it.</param>
    internal sealed record Result(
        SourceFilm Film, IReadOnlyList<double> FrameTimes, IReadOnlyList<double> KeyframeTimes, IReadOnlyList<(double Time, int Bytes)> Bytes);

    internal async Task<Result> ReadAsync(string source, CancellationToken cancel)
    {
        var bytes = new FileInfo(source).Length;
        if (bytes == 0)
        {
            throw new SourceRefusedException("The file is empty: there is no film in it.");
        }

        var (header, errors) = await ffmpeg.ReadHeaderAsync(source, cancel);
        using var document = header ?? throw new SourceRefusedException(errors.Any(line => line.Contains("moov atom not found", StringComparison.Ordinal))
            ? "The film is cut short or was never finished: its index is missing. Export it again and upload the whole file."
            : "The file is not a film: no known container of video was found in it.");
        var format = document.RootElement.GetProperty("format");
        var streams = document.RootElement.Items("streams");
        if (streams.Count > options.Value.MostStreams)
        {
            throw new SourceRefusedException($"The file has {streams.Count} streams: at most {options.Value.MostStreams} are taken.");
        }

        var video = streams
            .Where(stream => stream.Text("codec_type") == "video" && !stream.Is("attached_pic") && !stream.Is("timed_thumbnails"))
            .OrderByDescending(stream => stream.Is("default")).FirstOrDefault();
        if (video.ValueKind == JsonValueKind.Undefined)
        {
            throw new SourceRefusedException("The file has no picture: there is no video stream in it.");
        }

        if (video.Text("codec_name") is null or "none" or "unknown")
        {
            throw new SourceRefusedException($"The picture's codec ({video.Text("codec_tag_string") ?? "unnamed"}) is not known here: export the film as H.264, H.265, AV1, VP9 or ProRes.");
        }

        var (width, height) = ShownSize(video);
        var (stored, largest) = (Math.Max(video.Number("width") ?? 0, video.Number("height") ?? 0), options.Value.LargestSide);
        if (stored == 0)
        {
            throw new SourceRefusedException("The film is damaged: its picture has no size.");
        }

        if (Math.Min(width, height) < SmallestSide || Math.Max(width, height) > largest || stored > largest)
        {
            throw new SourceRefusedException($"The picture is {width}x{height}: from {SmallestSide} to {largest} lines and columns can be encoded.");
        }

        var (times, keyframes, others, lastSeconds) = await ReadTimesAsync(source, video, format, cancel);
        var seconds = times[^1] - times[0];
        var rate = FrameRate.For(FrameRate.Parse(video.Text("r_frame_rate")), times.Count > 1 && seconds > 0 ? (times.Count - 1) / seconds : 25);
        if (seconds > 1 / SlowestRate && (times.Count - 1) / seconds < SlowestRate)
        {
            throw new SourceRefusedException($"The film has {times.Count} pictures in {SourceRefusedException.Time(seconds)}: its times are damaged.");
        }

        var tail = End(times, lastSeconds, rate);
        var film = new SourceFilm(
            format.Text("format_name") ?? "", video.Text("codec_name") ?? "", video.Index(), width, height, rate,
            ChunkCuts.FrameCount(times, rate), video.Text("field_order") is "tt" or "bb" or "tb" or "bt", bytes,
            SourceTracks.Audio(streams), SourceTracks.Text(streams), SourceTracks.Chapters(document.RootElement.Items("chapters"), format.Number("start_time") ?? 0, rate.Seconds(ChunkCuts.FrameCount(times, rate))),
            video.Text("pix_fmt") ?? "", video.Text("color_transfer"), video.Text("color_space"),
            video.Text("color_range") == "pc" || video.Text("pix_fmt")?.StartsWith("yuvj", StringComparison.Ordinal) == true, TailFrames: tail);
        return new(film, times, keyframes, others);
    }

    /// <summary>Reads every packet of the file, which takes no decoding and shows whether all of it is there.</summary>
    private async Task<(List<double> Times, List<double> Keyframes, List<(double Time, int Bytes)> Others, double? LastSeconds)> ReadTimesAsync(string source, JsonElement video, JsonElement format, CancellationToken cancel)
    {
        var start = format.Number("start_time") ?? 0;
        var (times, keyframes, others) = (new List<double>(), new List<double>(), new List<(double Time, int Bytes)>());
        var (packets, last) = (0, (Time: 0.0, Duration: (double?)null));
        var (longest, most) = (options.Value.LongestFilm.TotalSeconds, (int)Math.Min(options.Value.LongestFilm.TotalSeconds * FastestRate, 50e6));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        ToolResult scan;
        try
        {
            scan = await ffmpeg.ProbeAsync(
                [.. Ffmpeg.SafeInput, "-select_streams", video.Text("index") ?? "v:0", "-show_entries", "packet=pts_time,dts_time,duration_time,size,flags", "-of", "csv=p=0", source],
                Path.GetDirectoryName(source)!, TimeSpan.FromHours(1), AddTime, enough.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SourceRefusedException($"The film has more than {most} pictures: it is too long, or its times are damaged.");
        }

        times.Sort();
        keyframes.Sort();

        var announced = video.Number("duration") ?? format.Number("duration");
        var there = times.Count > 0 ? times[^1] : 0;
        // Matroska announces but the end of its longest stream: subtitles and sound may outlast the picture.
        if (IsShortOf(there, announced) && video.Number("duration") is null && !IsShortOf(await ReadEndAsync(source, cancel) - start, announced))
        {
            announced = null;
        }

        var cut = scan.Errors.Any(line =>
            line.Contains("partial file", StringComparison.Ordinal) || line.Contains("ended prematurely", StringComparison.Ordinal));
        if (packets > 0 && times.Count == 0)
        {
            throw new SourceRefusedException("The film's pictures have no times: nobody can tell when to show them. Export it again.");
        }

        if (packets == 0 && !cut)
        {
            throw new SourceRefusedException("There are no pictures in the film: it is empty, or they lie in another file, and only the one sent is read.");
        }

        if (cut || times.Count == 0 || IsShortOf(there, announced))
        {
            throw new SourceRefusedException(announced is { } whole && whole - there > 1
                ? $"The film is cut short: the file ends at {SourceRefusedException.Time(there)} of {SourceRefusedException.Time(whole)}."
                : "The film is cut short: the file ends in the middle of a picture.");
        }

        if (there > longest)
        {
            throw new SourceRefusedException(
                $"The film lasts {SourceRefusedException.Time(there)}: the longest that can be encoded is {SourceRefusedException.Time(longest)}.");
        }

        return (times, keyframes, others, last.Duration);

        void AddTime(string line)
        {
            // pts,dts,duration,size,flags; AVI has no pts; D marks what an edit list hides.
            var fields = line.Split(',');
            packets++;
            if (fields.Length >= 5 && !fields[4].Contains('D') &&
                (ProbeJson.Parse(fields[0]) ?? ProbeJson.Parse(fields[1])) is { } time)
            {
                times.Add(Math.Max(0, time - start));
                if (times[^1] >= last.Time)
                {
                    last = (times[^1], ProbeJson.Parse(fields[2]));
                }

                if (times.Count > most)
                {
                    enough.Cancel();
                }

                if (fields[4].StartsWith('K'))
                {
                    keyframes.Add(times[^1]);
                }
                else
                {
                    others.Add((times[^1], (int)(ProbeJson.Parse(fields[3]) ?? 0)));
                }
            }
        }
    }

    private static bool IsShortOf(double there, double? announced) => there < (announced * 0.95) - 2;

    /// <summary>When the last packet of any stream ends.</summary>
    private async Task<double> ReadEndAsync(string source, CancellationToken cancel)
    {
        var end = 0.0;
        await ffmpeg.ProbeAsync(
            [.. Ffmpeg.SafeInput, "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", source],
            Path.GetDirectoryName(source)!, TimeSpan.FromHours(1), line =>
            {
                var fields = line.Split(',');
                end = Math.Max(end, (ProbeJson.Parse(fields[0]) ?? 0) + (fields.Length > 1 ? ProbeJson.Parse(fields[1]) ?? 0 : 0));
            }, cancel);
        return end;
    }

    /// <summary>Lets the film end with its last picture, which is shown for its own time and not for a frame's; answers how many frames longer.</summary>
    private static int End(List<double> times, double? lastSeconds, FrameRate rate)
    {
        if (lastSeconds is not > 0)
        {
            return 0;
        }

        var frames = Math.Max(1, (int)Math.Round((times[^1] + Math.Min(lastSeconds!.Value, LongestLast)) * rate.Value));
        while (times.Count > 1 && ChunkCuts.FrameCount(times, rate) > frames)
        {
            times.RemoveAt(times.Count - 1); // at half the rate, the last of 120 has no frame of its own
        }

        var tail = Math.Max(0, frames - ChunkCuts.FrameCount(times, rate));
        if (tail > 0)
        {
            times.Add(rate.Seconds(frames - 1));
        }

        return tail;
    }

    /// <summary>Upright and with square pixels, as ffmpeg turns and we scale it.</summary>
    private static (int Width, int Height) ShownSize(JsonElement video)
    {
        var (width, height) = (video.Number("width") ?? 0, video.Number("height") ?? 0);
        if (video.Text("sample_aspect_ratio")?.Split(':') is [var across, var down] && ProbeJson.Parse(across) is > 0 and { } x && ProbeJson.Parse(down) is > 0 and { } y)
        {
            width *= x / y;
        }

        var turned = video.TryGetProperty("side_data_list", out var sides) && sides.EnumerateArray().Any(side => side.Number("rotation") is { } angle && Math.Abs(angle) % 180 == 90);
        return turned ? ((int)height, (int)Math.Round(width)) : ((int)Math.Round(width), (int)height);
    }
}
