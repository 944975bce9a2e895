namespace Netflix.Contracts;

/// <summary>One rung as packaged. Its files are <c>{Name}/init.mp4</c>, <c>{Name}/N.m4s</c> and <c>{Name}.m3u8</c> under the asset.</summary>
/// <param name="Name"><c>v{Rung}</c>: the edge reads the rung off the path, to refuse those above the token's.</param>
/// <param name="Rung">Nominal lines (1080, 720, ...): what plans cap. Height may be less for wide films.</param>
/// <param name="Bandwidth">Peak bits a second, as the packager measured; so the average.</param>
public sealed record VideoRendition(
    string Name, int Rung, int Width, int Height, string Codecs, int Bandwidth, int AverageBandwidth, double FrameRate);

/// <summary>One sound track as packaged, under <c>{Name}/</c> and <c>{Name}.m3u8</c>.</summary>
public sealed record AudioRendition(string Name, string Language, string Label, int Channels, string Codecs, int Bandwidth);

/// <summary>One subtitle track: <c>{Name}.m3u8</c> over WebVTT for HLS; <c>{Name}.vtt</c> whole.</summary>
public sealed record TextTrack(string Name, string Language, string Label, string Kind);

/// <summary>All that players, manifests and pages need to know of an encoded video.</summary>
/// <param name="Poster">Object key of a wide picture of the film, under the asset; null if none could be made.</param>
/// <param name="Thumbnails">File of the WebVTT that maps time to trick-play sprites, under the asset.</param>
public sealed record AssetDescription(
    double DurationSeconds, IReadOnlyList<VideoRendition> Video, IReadOnlyList<AudioRendition> Audio,
    IReadOnlyList<TextTrack> Text, string? Poster, string? Thumbnails);

/// <summary>A video's new asset is packaged and checked; it replaces any older one.</summary>
public sealed record AssetReady(
    Guid AssetId, Guid JobId, Guid VideoId, Guid ContentId, AssetDescription Asset, DateTimeOffset At);

public sealed record EncodeFailed(Guid JobId, Guid VideoId, Guid ContentId, string Reason, DateTimeOffset At);

/// <summary>Object keys of packaged assets, shared by who writes (Encoding) and who serves (Delivery, Playback).</summary>
public static class AssetKeys
{
    /// <summary>The packager's DASH manifest, the template of every session's.</summary>
    public const string DashManifest = "manifest.mpd";

    public static string Root(Guid assetId) => $"assets/{assetId:N}/";

    public static string Of(Guid assetId, string file) => Root(assetId) + file;
}
