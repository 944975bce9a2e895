using Netflix.Contracts;

namespace Netflix.Playback.Manifests;

/// <summary>Which rung a player begins with: native players and hls.js take the first that a playlist lists, until they have measured themselves.</summary>
internal static class StartRung
{
    /// <summary>Of what was measured, so that the first seconds do not stall where it has become a little less.</summary>
    private const double SafeShare = 0.8;

    /// <summary>The rungs, highest first, but before them the best whose peak fits.</summary>
    /// <param name="rungs">Highest first.</param>
    internal static IReadOnlyList<VideoRendition> First(IReadOnlyList<VideoRendition> rungs, AssetDescription asset, long? bandwidth)
    {
        if (bandwidth is null || rungs.Count == 0)
        {
            return rungs;
        }

        var forVideo = (bandwidth.Value * SafeShare) - asset.Audio.Select(track => track.Bandwidth).DefaultIfEmpty().Max();
        var start = rungs.FirstOrDefault(rung => rung.Bandwidth <= forVideo) ?? rungs[^1];
        return [start, .. rungs.Where(rung => rung != start)];
    }
}
