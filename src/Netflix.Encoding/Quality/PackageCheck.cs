using System.Globalization;
using System.Xml.Linq;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Quality;

/// <summary>A track as it went into the packager: the sizes of its samples in decoding order.</summary>
internal sealed record PackagedTrack(string Name, bool IsVideo, IReadOnlyList<int> SampleSizes);

/// <summary>
/// Whether the packaged asset is whole: playlists and manifest name files that are there, each rendition holds exactly the
/// samples that were joined and checked, and rungs can be switched at every segment.
/// </summary>
internal static class PackageCheck
{
    private const double SyncNote = 0.03; // an AAC frame of encoder delay is 21 ms
    private const double SyncFault = 0.1;

    /// <param name="folder">As the packager left it.</param>
    internal static async Task<IReadOnlyList<Finding>> RunAsync(EncodePlan plan, IReadOnlyList<PackagedTrack> tracks, string folder, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        var starts = new Dictionary<string, List<double>>();
        var first = new Dictionary<string, double>();
        foreach (var track in tracks)
        {
            try
            {
                (starts[track.Name], first[track.Name]) = await ReadAsync(plan, track, folder, findings, cancel);
            }
            catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException or DirectoryNotFoundException)
            {
                findings.Add(new("segments", FindingLevel.Error, $"{track.Name}: {Plain(exception)}", track.Name));
            }
        }

        CompareVideo(tracks, starts, findings);
        CompareStarts(tracks, first, findings);
        await CheckManifestAsync(tracks, folder, findings, cancel);
        return findings;
    }

    /// <summary>Reads a rendition's playlist and all its segments; when each of them begins, and when its first sample is shown.</summary>
    private static async Task<(List<double> Starts, double First)> ReadAsync(
        EncodePlan plan, PackagedTrack track, string folder, List<Finding> findings, CancellationToken cancel)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, $"{track.Name}.m3u8"), cancel);
        var durations = lines.Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Select(line => double.Parse(line[8..].Split(',')[0], CultureInfo.InvariantCulture)).ToList();
        var segments = lines.Where(line => line.Length > 0 && line[0] != '#').ToList();
        if (lines[0] != "#EXTM3U" || lines[^1] != "#EXT-X-ENDLIST" || segments.Count == 0 || segments.Count != durations.Count)
        {
            throw new InvalidDataException("its playlist is not whole.");
        }

        var reader = FragmentReader.Of(await File.ReadAllBytesAsync(Path.Combine(folder, track.Name, "init.mp4"), cancel));
        var (starts, sample, firstShown, due) = (new List<double>(), 0, 0.0, (long?)null);
        foreach (var (segment, duration) in segments.Zip(durations))
        {
            if (!File.Exists(Path.Combine(folder, segment)))
            {
                throw new InvalidDataException($"segment {segment} is missing.");
            }

            var fragment = reader.Read(await File.ReadAllBytesAsync(Path.Combine(folder, segment), cancel));
            firstShown = starts.Count == 0 ? Seconds(fragment.DecodeTime + fragment.Samples[0].CompositionOffset - reader.MediaStart) : firstShown;
            starts.Add(Seconds(fragment.DecodeTime));
            if (due is { } expected && expected != fragment.DecodeTime)
            {
                throw new InvalidDataException($"segment {segment} begins at {Seconds(fragment.DecodeTime):0.###} s instead of {Seconds(expected):0.###} s.");
            }

            due = fragment.EndTime;
            if (track.IsVideo && !fragment.Samples[0].IsSync)
            {
                throw new InvalidDataException($"segment {segment} does not begin with a keyframe.");
            }

            if (Math.Abs(Seconds(fragment.EndTime - fragment.DecodeTime) - duration) > 0.05)
            {
                throw new InvalidDataException($"segment {segment} lasts {Seconds(fragment.EndTime - fragment.DecodeTime):0.###} s, its playlist says {duration:0.###} s.");
            }

            foreach (var one in fragment.Samples)
            {
                if (sample >= track.SampleSizes.Count || one.Size != track.SampleSizes[sample++])
                {
                    throw new InvalidDataException($"segment {segment} holds something else than was encoded for it.");
                }
            }
        }

        if (sample != track.SampleSizes.Count)
        {
            throw new InvalidDataException($"{sample} of {track.SampleSizes.Count} samples are there.");
        }

        var length = durations.Sum();
        if (Math.Abs(length - plan.Source.DurationSeconds) > Math.Max(0.15, plan.Source.Rate.Seconds(1)))
        {
            findings.Add(new("duration", FindingLevel.Error, $"{track.Name} lasts {length:0.##} s, the film {plan.Source.DurationSeconds:0.##} s.", track.Name));
        }

        return (starts, firstShown);

        double Seconds(long ticks) => (double)ticks / reader.Timescale;
    }

    private static void CompareVideo(IReadOnlyList<PackagedTrack> tracks, Dictionary<string, List<double>> starts, List<Finding> findings)
    {
        var video = tracks.Where(track => track.IsVideo && starts.ContainsKey(track.Name)).ToList();
        foreach (var track in video.Skip(1))
        {
            var (own, other) = (starts[track.Name], starts[video[0].Name]);
            if (own.Count != other.Count || own.Zip(other).Any(pair => Math.Abs(pair.First - pair.Second) > 0.001))
            {
                findings.Add(new("keyframes", FindingLevel.Error, $"The segments of {track.Name} do not begin where those of {video[0].Name} do: players could not switch.", track.Name));
            }
        }
    }

    private static void CompareStarts(IReadOnlyList<PackagedTrack> tracks, Dictionary<string, double> first, List<Finding> findings)
    {
        if (tracks.FirstOrDefault(track => track.IsVideo && first.ContainsKey(track.Name)) is not { } video)
        {
            return;
        }

        foreach (var sound in tracks.Where(track => !track.IsVideo && first.ContainsKey(track.Name)))
        {
            var apart = first[sound.Name] - first[video.Name];
            if (Math.Abs(apart) > SyncNote)
            {
                findings.Add(new(
                    "sync", Math.Abs(apart) > SyncFault ? FindingLevel.Error : FindingLevel.Note,
                    $"The sound {sound.Name} begins {Math.Abs(apart) * 1000:0} ms {(apart > 0 ? "after" : "before")} the picture.", sound.Name));
            }
        }
    }

    private static async Task CheckManifestAsync(IReadOnlyList<PackagedTrack> tracks, string folder, List<Finding> findings, CancellationToken cancel)
    {
        XNamespace mpd = "urn:mpeg:dash:schema:mpd:2011";
        var named = XDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, AssetKeys.DashManifest), cancel)).Descendants(mpd + "SegmentTemplate")
            .Select(template => (
                Folder: template.Attribute("initialization")!.Value.Split('/')[0],
                Segments: template.Descendants(mpd + "S").Sum(one => 1 + ((int?)one.Attribute("r") ?? 0))))
            .ToLookup(one => one.Folder, one => one.Segments);
        foreach (var track in tracks)
        {
            var there = Directory.Exists(Path.Combine(folder, track.Name)) ? Directory.EnumerateFiles(Path.Combine(folder, track.Name), "*.m4s").Count() : 0;
            if (named[track.Name].FirstOrDefault() != there)
            {
                findings.Add(new("segments", FindingLevel.Error, $"The manifest names {named[track.Name].FirstOrDefault()} segments of {track.Name}, {there} are there.", track.Name));
            }
        }
    }

    private static string Plain(Exception exception) => exception is InvalidDataException ? exception.Message : "a file of it is missing.";
}
