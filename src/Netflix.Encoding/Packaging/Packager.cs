using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Packaging;

/// <summary>shaka-packager: one CMAF segment set, with HLS and DASH over it.</summary>
internal sealed class Packager
{
    internal const string HlsMaster = "master.m3u8";
    private const string AudioGroup = "aud";

    private readonly string path;

    public Packager(IOptions<EncodingOptions> options, IHostEnvironment environment) => path = Find(options.Value, environment.ContentRootPath);

    internal Task RunAsync(JoinedFilm film, string folder, double seconds, CancellationToken cancel) => RunAsync(Arguments(film), folder, seconds, cancel);

    /// <summary>Runs the packager on what we made ourselves: any failure is ours.</summary>
    internal async Task RunAsync(IEnumerable<string> arguments, string folder, double seconds, CancellationToken cancel)
    {
        var result = await MediaTool.RunAsync(path, [.. arguments], folder, Ffmpeg.LimitFor(seconds), null, cancel);
        if (!result.Succeeded)
        {
            throw new MediaToolException($"shaka-packager: {result.LastError}");
        }
    }

    private static IEnumerable<string> Arguments(JoinedFilm film)
    {
        foreach (var (rung, file) in film.Video.OrderByDescending(pair => pair.Key.Lines))
        {
            yield return $"in={file},stream=video,{Output(rung.Name)}";
        }

        foreach (var (track, file) in film.Audio)
        {
            // The packager refuses "und".
            var language = track.Source.Language == Languages.Unknown ? "" : $"language={track.Source.Language},";
            yield return $"in={file},stream=audio,{language}hls_group_id={AudioGroup},hls_name={Languages.Label(track.Source.Language)},{Output(track.Name)}";
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
            "--mpd_output", Contracts.AssetKeys.DashManifest, "--hls_master_playlist_output", HlsMaster, "--quiet",
        ];
        foreach (var argument in rest)
        {
            yield return argument;
        }
    }

    private static string Output(string name) =>
        $"init_segment={name}/init.mp4,segment_template={name}/$Number$.m4s,playlist_name={name}.m3u8";

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
