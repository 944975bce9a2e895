using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Quality;

namespace Netflix.Encoding.Packaging;

/// <summary>A rung in one file.</summary>
/// <param name="SampleSizes">Of its frames, in decoding order.</param>
internal sealed record JoinedRung(string File, IReadOnlyList<int> SampleSizes);

/// <summary>Joins the chunks of a rung without touching a frame, and checks that the result is what was planned.</summary>
internal sealed class RungJoin(Ffmpeg ffmpeg)
{
    /// <param name="chunks">The rung's chunk files, in order; each was decoded and checked when it was made.</param>
    internal async Task<JoinedRung> JoinAsync(EncodePlan plan, Rung rung, IReadOnlyList<string> chunks, WorkFolder folder, CancellationToken cancel)
    {
        var (list, joined) = (folder.File($"{rung.Name}.txt"), folder.File($"{rung.Name}.mp4"));
        await File.WriteAllLinesAsync(list, chunks.Select(chunk => $"file '{chunk.Replace("'", @"'\''", StringComparison.Ordinal)}'"), cancel);
        await ffmpeg.RequireAsync(
            [
                .. Ffmpeg.OwnInput, "-f", "concat", "-safe", "0", "-i", list, "-c", "copy",
                "-video_track_timescale", $"{EncodeChunk.Timescale(plan.Source.Rate)}", joined,
            ],
            folder.Path, Ffmpeg.LimitFor(plan.Source.DurationSeconds), cancel);

        var packets = await PacketList.ReadAsync(ffmpeg, joined, plan.Source.DurationSeconds, cancel);
        return FindFault([.. packets.Select(packet => (packet.Time, packet.Key)).Order()], plan.Source.Rate, plan.Chunks) is { } fault
            ? throw new QualityFaultException($"{rung.Name}: {fault}.")
            : new(joined, [.. packets.Select(packet => packet.Size)]);
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
