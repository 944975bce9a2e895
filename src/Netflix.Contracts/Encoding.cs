namespace Netflix.Contracts;

/// <summary>One rung as packaged. Its files are <c>{Name}/init.mp4</c>, <c>{Name}/N.m4s</c>, <c>{Name}.m3u8</c> and <c>{Name}_iframe.m3u8</c> under the asset.</summary>
/// <param name="Name"><c>v{Rung}</c>, with <c>-2</c> or <c>-av1</c> behind it where a title has several of these lines: the edge
/// reads the rung off the path, to refuse those above the token's.</param>
/// <param name="Rung">Nominal lines (1080, 720, ...): what plans cap. Height may be less for wide films.</param>
/// <param name="Bandwidth">Peak bits a second, as the packager measured; so the average.</param>
/// <param name="IFrameBandwidth">Peak of the I-frame playlist; null without one.</param>
/// <param name="OnlyFor">The quality class whose viewers alone get it, for others have better for the same bits; null: all who may.</param>
public sealed record VideoRendition(
    string Name, int Rung, int Width, int Height, string Codecs, int Bandwidth, int AverageBandwidth, double FrameRate, int? IFrameBandwidth = null,
    string? OnlyFor = null)
{
    /// <param name="maxRung">Nominal lines that the viewer may have.</param>
    public bool IsFor(int maxRung) => Rung <= maxRung && (OnlyFor is null || OnlyFor == QualityClass.Of(maxRung));
}

/// <summary>The I-frames of one rung in segments of their own, under <c>{Name}/</c> and <c>{Name}.m3u8</c>.</summary>
/// <param name="Name"><c>t{Rung}</c>.</param>
public sealed record TrickPlayTrack(string Name, int Rung, int Width, int Height, string Codecs, int Bandwidth);

/// <summary>One sound track as packaged, under <c>{Name}/</c> and <c>{Name}.m3u8</c>.</summary>
/// <param name="Kind"><c>main</c>, <c>commentary</c> or <c>description</c> (of the picture, for who cannot see it).</param>
public sealed record AudioRendition(string Name, string Language, string Label, int Channels, string Codecs, int Bandwidth, string Kind = "main");

/// <summary>One subtitle track: <c>{Name}.m3u8</c> over WebVTT segments for HLS; <c>{Name}/</c> in MP4 for DASH; <c>{Name}.vtt</c> whole.</summary>
/// <param name="Kind"><c>subtitles</c>, <c>captions</c> (for who cannot hear) or <c>forced</c> (foreign speech alone).</param>
public sealed record TextTrack(string Name, string Language, string Label, string Kind);

/// <summary>A sheet of trick-play tiles: <c>{Name}.m3u8</c> lists them for HLS.</summary>
/// <param name="Width">Of a tile.</param>
/// <param name="Seconds">Between two tiles.</param>
/// <param name="Files">The sheets, from 1.</param>
public sealed record ImageTrack(string Name, int Width, int Height, int Columns, int Rows, double Seconds, int Bandwidth, string Files = "sprite-$Number$.jpg");

/// <summary>A still of the film that could stand for it.</summary>
/// <param name="File">Under the asset.</param>
/// <param name="At">Seconds into the film.</param>
/// <param name="Score">0 to 1: sharp, well lit, people rather than walls.</param>
public sealed record ArtworkCandidate(string File, double At, double Score);

/// <summary>Which key a quality class is encrypted with; the key itself is <see cref="IContentKeys"/>'.</summary>
public sealed record KeyReference(string Label, Guid KeyId);

/// <summary>All that players, manifests and pages need to know of an encoded video.</summary>
/// <param name="Poster">Object key of a wide picture of the film, under the asset; null if none could be made.</param>
/// <param name="Thumbnails">File of the WebVTT that maps time to trick-play sprites, under the asset.</param>
/// <param name="Keys">Null or empty: the asset is clear.</param>
/// <param name="Manifest">File of the packager's DASH manifest, the template of every session's; tracks added later make a new one.</param>
/// <param name="TrickPlay">Null for assets of before there was one.</param>
/// <param name="Preview">File of the silent clip that plays under a resting pointer.</param>
public sealed record AssetDescription(
    double DurationSeconds, IReadOnlyList<VideoRendition> Video, IReadOnlyList<AudioRendition> Audio,
    IReadOnlyList<TextTrack> Text, string? Poster, string? Thumbnails,
    IReadOnlyList<KeyReference>? Keys = null, string Manifest = AssetKeys.DashManifest, ImageTrack? Images = null,
    IReadOnlyList<ArtworkCandidate>? Artwork = null, string? Preview = null, TrickPlayTrack? TrickPlay = null)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEncrypted => Keys is { Count: > 0 };
}

/// <summary>
/// A video's new asset is packaged and checked; it replaces any older one. Published again, with the same
/// <paramref name="AssetId"/>, when tracks are added to it.
/// </summary>
public sealed record AssetReady(
    Guid AssetId, Guid JobId, Guid VideoId, Guid ContentId, AssetDescription Asset, DateTimeOffset At);

public sealed record EncodeFailed(Guid JobId, Guid VideoId, Guid ContentId, string Reason, DateTimeOffset At);

/// <summary>A stretch of a video that players offer to skip, or name.</summary>
/// <param name="Kind"><c>intro</c>, <c>recap</c>, <c>credits</c>, <c>preview</c> or <c>chapter</c>.</param>
/// <param name="Start">Seconds.</param>
public sealed record Marker(string Kind, double Start, double End, string? Title = null);

/// <summary>All markers of a video, as they are from now on.</summary>
public sealed record MarkersChanged(Guid VideoId, Guid ContentId, IReadOnlyList<Marker> Markers, DateTimeOffset At);

/// <summary>Quality classes: plans allow them, and each has a content key of its own.</summary>
public static class QualityClass
{
    public const string Audio = "AUDIO";
    public const string Sd = "SD";
    public const string Hd = "HD";
    public const string Uhd = "UHD";

    /// <param name="rung">Nominal lines.</param>
    public static string Of(int rung) => rung <= 480 ? Sd : rung <= 1080 ? Hd : Uhd;
}

/// <param name="Label">The quality class, of <see cref="QualityClass"/>.</param>
/// <param name="Key">16 bytes.</param>
public sealed record ContentKey(string Label, Guid KeyId, byte[] Key);

/// <summary>The keys that an asset is encrypted with, for the licence server alone.</summary>
public interface IContentKeys
{
    /// <summary>Empty for a clear asset.</summary>
    Task<IReadOnlyList<ContentKey>> GetAsync(Guid assetId, CancellationToken cancel);
}

/// <summary>Object keys of packaged assets, shared by who writes (Encoding) and who serves (Delivery, Playback).</summary>
public static class AssetKeys
{
    /// <summary>The packager's DASH manifest, the template of every session's.</summary>
    public const string DashManifest = "manifest.mpd";

    public static string Root(Guid assetId) => $"assets/{assetId:N}/";

    public static string Of(Guid assetId, string file) => Root(assetId) + file;
}
