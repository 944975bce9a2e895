using System.Globalization;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;

namespace Netflix.Encoding.Packaging;

/// <summary>Joins the chunks of a rung without touching a frame, and checks that the result is what was planned.</summary>
internal sealed class RungJoin(Ffmpeg ffmpeg)
{
    /// <param name="chunks">The rung's chunk files, in order.</param>
    internal async Task<string> JoinAsync(EncodePlan plan, Rung rung, IReadOnlyList<string> chunks, WorkFolder folder, CancellationToken cancel)
    {
        var (list, joined) = (folder.File($"{rung.Name}.txt"), folder.File($"{rung.Name}.mp4"));
        await File.WriteAllLinesAsync(list, chunks.Select(chunk => $"file '{chunk.Replace("'", @"'\''", StringComparison.Ordinal)}'"), cancel);
        await ffmpeg.RequireAsync(
            [
                .. Ffmpeg.OwnInput, "-f", "concat", "-safe", "0", "-i", list, "-c", "copy",
                "-video_track_timescale", $"{EncodeChunk.Timescale(plan.Source.Rate)}", joined,
            ],
            folder.Path, Ffmpeg.LimitFor(plan.Source.DurationSeconds), cancel);
        await CheckAsync(plan, joined, cancel);
        return joined;
    }

    /// <summary>Every frame in its place, and a keyframe, which decodes, at the start of every group.</summary>
    private async Task CheckAsync(EncodePlan plan, string joined, CancellationToken cancel)
    {
        var film = plan.Source;
        var (directory, limit) = (Path.GetDirectoryName(joined)!, Ffmpeg.LimitFor(film.DurationSeconds));
        var packets = new List<(double Time, bool Key)>();
        await ffmpeg.ProbeAsync(
            [.. Ffmpeg.OwnInput, "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", joined],
            directory, limit, Add, cancel);
        packets.Sort();
        if (FindFault(packets, film.Rate, plan.Chunks) is { } fault)
        {
            throw new MediaToolException($"{Path.GetFileName(joined)}: {fault}");
        }

        await ffmpeg.RequireAsync(
            ["-xerror", "-err_detect", "explode", "-skip_frame", "nokey", .. Ffmpeg.OwnInput, "-i", joined, "-f", "null", "-"], directory, limit, cancel);

        void Add(string line)
        {
            if (line.Split(',') is [var time, var flags, ..])
            {
                packets.Add((double.Parse(time, CultureInfo.InvariantCulture), flags.StartsWith('K')));
            }
        }
    }

    /// <summary>What is wrong with a rung's frames; null when they are all there, evenly spaced, with keyframes where they belong.</summary>
    internal static string? FindFault(IReadOnlyList<(double Time, bool Key)> packets, FrameRate rate, IReadOnlyList<Chunk> chunks)
    {
        var frames = chunks.Sum(chunk => chunk.Frames);
        if (packets.Count != frames)
        {
            return $"{packets.Count} of {frames} frames";
        }

        foreach (var chunk in chunks)
        {
            for (var i = chunk.FirstFrame; i < chunk.FirstFrame + chunk.Frames; i++)
            {
                if (Math.Abs(packets[i].Time - rate.Seconds(i)) > 0.25 / rate.Value)
                {
                    return $"frame {i} is at {packets[i].Time} s instead of {rate.Seconds(i)} s";
                }

                if (packets[i].Key != ((i - chunk.FirstFrame) % chunk.GroupFrames == 0))
                {
                    return packets[i].Key ? $"a keyframe at frame {i}" : $"no keyframe at frame {i}";
                }
            }
        }

        return null;
    }
}
