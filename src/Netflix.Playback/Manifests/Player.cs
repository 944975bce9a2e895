using Microsoft.AspNetCore.Http;

namespace Netflix.Playback.Manifests;

/// <summary>Players differ in how they want keys signalled, and in whether they know several edges.</summary>
internal enum Player
{
    /// <summary>A device's own player, and tools such as ffprobe: they list each edge's copy as a stream of its own, so they get the best edge alone.</summary>
    Native,
    HlsJs,
    Shaka,
    DashJs,
}

internal static class Players
{
    internal const string Choices = "hlsjs, shaka, dashjs or native";

    /// <summary>As asked for, else by the User-Agent: a browser's pages play HLS by hls.js mostly. Null for a name that is none.</summary>
    internal static Player? Of(string? asked, HttpRequest request) => asked switch
    {
        "hlsjs" => Player.HlsJs,
        "shaka" => Player.Shaka,
        "dashjs" => Player.DashJs,
        "native" => Player.Native,
        null or "" => request.Headers.UserAgent.ToString().Contains("Mozilla/", StringComparison.Ordinal) ? Player.HlsJs : Player.Native,
        _ => null,
    };

    /// <summary>Browsers' players try the next edge when one dies.</summary>
    internal static bool KnowsSteering(this Player player) => player != Player.Native;
}
