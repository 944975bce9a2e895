using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;

namespace Netflix.Encoding.Packaging;

/// <summary>shaka-packager: one CMAF segment set, with HLS and DASH over it, encrypted when there are keys.</summary>
internal sealed class Packager
{
    internal const string HlsMaster = "master.m3u8";
    private const string CommonSystem = "CommonSystem";
    private const int TrickLines = 360;

    private readonly string path;
    private readonly IReadOnlyList<string> systems;

    public Packager(IOptions<EncodingOptions> options, IHostEnvironment environment) =>
        (path, systems) = (Find(options.Value, environment.ContentRootPath), [CommonSystem, .. options.Value.ProtectionSystems]);

    /// <param name="keys">Of all quality classes in the film and of its sound; empty: the asset is clear.</param>
    /// <param name="folder">Where the package goes.</param>
    internal async Task RunAsync(JoinedFilm film, IReadOnlyList<ContentKey> keys, WorkFolder work, string folder, double seconds, CancellationToken cancel)
    {
        using var flags = keys.Count > 0 ? await EncryptionFlags.WriteAsync(keys, systems, work, cancel) : null;
        await RunAsync(Arguments(film, flags?.Path), folder, seconds, cancel);
    }

    /// <summary>Runs the packager on what we made ourselves: any failure is ours.</summary>
    internal async Task RunAsync(IEnumerable<string> arguments, string folder, double seconds, CancellationToken cancel)
    {
        var result = await MediaTool.RunAsync(path, [.. arguments], folder, Ffmpeg.LimitFor(seconds), null, cancel);
        if (!result.Succeeded)
        {
            throw new MediaToolException($"shaka-packager: {result.LastError}", result.Log);
        }
    }

    private static IEnumerable<string> Arguments(JoinedFilm film, string? flagFile)
    {
        foreach (var (rung, file) in film.Video.OrderByDescending(pair => pair.Key.Lines))
        {
            yield return $"in={file},stream=video,{Output(rung.Name)},iframe_playlist_name={IFrames.Playlist(rung.Name)},drm_label={QualityClass.Of(rung.Lines)}";
        }

        // The I-frames of one rung, in segments of their own, to wind through.
        if (TrickPlayOf(film.Video.Keys) is { } trick)
        {
            yield return $"in={film.Video[trick]},stream=video,trick_play_factor=1,{Output(NameOfTrickPlay(trick))},drm_label={QualityClass.Of(trick.Lines)}";
        }

        foreach (var (track, file) in film.Audio)
        {
            var label = track.Label.Replace(',', ' ').Replace('=', ' '); // which part the packager's fields
            // The packager refuses "und".
            var language = track.Source.Language == Languages.Unknown ? "" : $"language={track.Source.Language},";
            yield return $"in={file},stream=audio,{language}dash_label={label},dash_roles={track.Source.Kind},hls_group_id=audio-{track.Channels},hls_name={label},"
                + $"{Output(track.Name)},drm_label={QualityClass.Audio}";
        }

        if (film.Audio.Keys.FirstOrDefault()?.Source.Language is { } first && first != Languages.Unknown)
        {
            yield return "--default_language";
            yield return first;
        }

        // One thread and a small cache: 0.13 s and 50 MB instead of 0.5 s and 840 MB. Without "static" the MPD is dynamic,
        // and players start at its end (media.md 3).
        string[] rest =
        [
            "--segment_duration", $"{ChunkCuts.SegmentSeconds}", "--fragment_duration", $"{ChunkCuts.SegmentSeconds}",
            "--generate_static_live_mpd", "--hls_playlist_type", "VOD", "--single_threaded", "--io_cache_size", "1048576",
            "--mpd_output", AssetKeys.DashManifest, "--hls_master_playlist_output", HlsMaster, "--quiet",
        ];
        foreach (var argument in rest)
        {
            yield return argument;
        }

        if (flagFile is not null)
        {
            yield return "--flagfile";
            yield return flagFile;
        }
    }

    /// <summary>Null when sound alone is packaged.</summary>
    internal static Rung? TrickPlayOf(IEnumerable<Rung> rungs) => rungs.OrderBy(rung => rung.Codec).ThenBy(rung => Math.Abs(rung.Lines - TrickLines)).FirstOrDefault();

    internal static string NameOfTrickPlay(Rung rung) => $"t{rung.Lines}";

    private static string Output(string name) => $"init_segment={name}/init.mp4,segment_template={name}/$Number$.m4s,playlist_name={name}.m3u8";

    private static string Find(EncodingOptions options, string contentRoot)
    {
        if (options.PackagerPath.Length > 0)
        {
            return File.Exists(options.PackagerPath)
                ? options.PackagerPath
                : throw new InvalidOperationException($"{EncodingOptions.Section}:PackagerPath: there is no {options.PackagerPath}.");
        }

        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var name = Path.Combine("node_modules", "shaka-packager", "bin", $"packager-{system}-{architecture}{(system == "win" ? ".exe" : "")}");
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, name) is var candidate && File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException(
            $"shaka-packager is not installed: run `npm ci` above {contentRoot}, or set {EncodingOptions.Section}:PackagerPath.");
    }
}
