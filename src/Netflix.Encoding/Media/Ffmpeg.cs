using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Netflix.Encoding.Media;

/// <summary>ffmpeg and ffprobe, held to local files.</summary>
internal sealed class Ffmpeg(IOptions<EncodingOptions> options)
{
    private const int LargestHeader = 16 << 20; // characters of JSON: a film's has some thousands
    /// <summary>Of any picture: decoders refuse more, also where a stream grows after its header was read.</summary>
    internal const int LargestSide = 8192;

    /// <summary>
    /// A film may name other files: playlists and concat scripts are demuxers too. Only containers are read, and only
    /// from files.
    /// </summary>
    internal static readonly string[] SafeInput =
    [
        "-protocol_whitelist", "file,pipe", "-max_pixels", $"{LargestSide * LargestSide}",
        "-format_whitelist", "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,mpegvideo,avi,mxf,flv,asf,ogg,wav,gxf,nut,dv,h264,hevc,obu,ivf,mp3,flac,aac,ac3,eac3,aiff,caf,w64",
    ];

    /// <summary>Of our own joined chunks, where the concat script is ours.</summary>
    internal static readonly string[] OwnInput = ["-protocol_whitelist", "file,pipe"];

    public int Threads => options.Value.ThreadsPerTask;

    public string Preset => options.Value.Preset;

    private ToolLimits Limits => new(options.Value.ToolMemoryBytes, options.Value.ToolFileBytes);

    /// <summary>Runs ffmpeg; its exit code is the caller's to judge.</summary>
    /// <param name="onFrame">Called with the frames (of the first output) and seconds written so far.</param>
    /// <param name="onInfo">Called with what encoders and filters tell beside errors.</param>
    public Task<ToolResult> RunAsync(
        IEnumerable<string> arguments, string directory, TimeSpan limit, Action<int, double>? onFrame, CancellationToken cancel, Action<string>? onInfo = null)
    {
        var frames = 0;
        return MediaTool.RunAsync(
            options.Value.FfmpegPath,
            ["-hide_banner", "-nostdin", "-y", "-v", onInfo is null ? "error" : "level+info", "-nostats", "-progress", "pipe:1", .. arguments],
            directory, limit * options.Value.ToolPatience, ReadProgress, cancel, onInfo is null ? null : IsError, Limits);

        bool IsError(string line)
        {
            if (line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[fatal]", StringComparison.Ordinal) || line.Contains("[panic]", StringComparison.Ordinal))
            {
                return true;
            }

            onInfo(line);
            return false;
        }

        void ReadProgress(string line)
        {
            if (line.StartsWith("frame=", StringComparison.Ordinal))
            {
                _ = int.TryParse(line.AsSpan(6), NumberStyles.Integer, CultureInfo.InvariantCulture, out frames);
            }
            else if (line.StartsWith("out_time_us=", StringComparison.Ordinal) &&
                long.TryParse(line.AsSpan(12), NumberStyles.Integer, CultureInfo.InvariantCulture, out var time))
            {
                onFrame?.Invoke(frames, time / 1e6);
            }
        }
    }

    /// <summary>Runs ffmpeg on what we made ourselves: any failure is ours.</summary>
    public async Task RequireAsync(
        IEnumerable<string> arguments, string directory, TimeSpan limit, CancellationToken cancel, Action<int, double>? onFrame = null)
    {
        var result = await RunAsync(arguments, directory, limit, onFrame, cancel);
        if (!result.Succeeded)
        {
            throw new MediaToolException($"ffmpeg: {result.LastError}", result.Log);
        }
    }

    public Task<ToolResult> ProbeAsync(IEnumerable<string> arguments, string directory, TimeSpan limit, Action<string> onLine, CancellationToken cancel) =>
        MediaTool.RunAsync(options.Value.FfprobePath, ["-hide_banner", "-v", "error", .. arguments], directory, limit * options.Value.ToolPatience, onLine, cancel, limits: Limits);

    /// <summary>What ffprobe says of a file's format, streams and chapters; null when it knows none, and then what it complained of.</summary>
    /// <exception cref="SourceRefusedException">The header is far larger than any film's.</exception>
    public async Task<(JsonDocument? Header, IReadOnlyList<string> Errors)> ReadHeaderAsync(string file, CancellationToken cancel)
    {
        var json = new StringBuilder();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            var result = await ProbeAsync(
                [.. SafeInput, "-show_format", "-show_streams", "-show_chapters", "-of", "json", file],
                Path.GetDirectoryName(file)!, TimeSpan.FromMinutes(5), Add, enough.Token);
            return (result.Succeeded ? JsonDocument.Parse(json.ToString()) : null, result.Errors);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SourceRefusedException("The file has far more in its header than a film has: it cannot be read.");
        }

        void Add(string line)
        {
            json.AppendLine(line);
            if (json.Length > LargestHeader)
            {
                enough.Cancel();
            }
        }
    }

    /// <summary>Generous: sixty times slower than the film plays, and two minutes for a busy machine.</summary>
    internal static TimeSpan LimitFor(double seconds) => TimeSpan.FromSeconds(120 + 60 * seconds);

    internal static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
