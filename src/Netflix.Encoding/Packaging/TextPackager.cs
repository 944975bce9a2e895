using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Text;

namespace Netflix.Encoding.Packaging;

/// <summary>A subtitle track that is ready to be packaged.</summary>
internal sealed record ReadyText(TextTrack Track, IReadOnlyList<Cue> Cues);

/// <summary>
/// Packages subtitles beside an asset's other tracks, always clear: WebVTT segments on the picture's own grid for HLS,
/// WebVTT in MP4 for DASH, and the whole file.
/// </summary>
internal sealed class TextPackager(Packager packager)
{
    private const string Manifest = "text.mpd";

    /// <summary>Writes the tracks beside what is packaged in the folder, and into its manifest.</summary>
    internal async Task AddAsync(IReadOnlyList<ReadyText> tracks, string folder, CancellationToken cancel)
    {
        if (tracks.Count > 0)
        {
            var file = Path.Combine(folder, AssetKeys.DashManifest);
            var manifest = await File.ReadAllTextAsync(file, cancel);
            var packaged = await WriteAsync(tracks, DashTracks.SegmentEnds(manifest), folder, cancel);
            await File.WriteAllTextAsync(file, DashTracks.Add(manifest, packaged, [.. tracks.Select(text => DashTrack.Of(text.Track))]), cancel);
        }
    }

    /// <summary>Writes the tracks into the folder; gives the DASH manifest of them alone.</summary>
    /// <param name="ends">Where the picture's segments end, in seconds.</param>
    internal async Task<string> WriteAsync(IReadOnlyList<ReadyText> tracks, IReadOnlyList<double> ends, string folder, CancellationToken cancel)
    {
        foreach (var (track, cues) in tracks)
        {
            Directory.CreateDirectory(Path.Combine(folder, track.Name));
            await File.WriteAllTextAsync(Path.Combine(folder, $"{track.Name}.vtt"), WebVtt.Whole(cues), cancel);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{track.Name}.m3u8"), WebVtt.Playlist(track.Name, ends), cancel);
            foreach (var (number, segment) in WebVtt.Segments(cues, ends).Index())
            {
                await File.WriteAllTextAsync(Path.Combine(folder, track.Name, $"{number + 1}.vtt"), segment, cancel);
            }
        }

        await packager.RunAsync(
            [
                .. tracks.Select(text => $"in={text.Track.Name}.vtt,stream=text,init_segment={text.Track.Name}/init.mp4,segment_template={text.Track.Name}/$Number$.m4s,dash_only=1"),
                "--segment_duration", $"{ChunkCuts.SegmentSeconds}", "--generate_static_live_mpd", "--single_threaded", "--io_cache_size", "1048576", "--mpd_output", Manifest, "--quiet",
            ],
            folder, ends[^1], cancel);
        var manifest = Path.Combine(folder, Manifest);
        var text = await File.ReadAllTextAsync(manifest, cancel);
        File.Delete(manifest);
        return text;
    }
}
