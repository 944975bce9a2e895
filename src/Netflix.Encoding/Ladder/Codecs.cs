namespace Netflix.Encoding.Ladder;

/// <summary>Which codec each rung of a ladder is made in: H.264 for all, unless the service is set up for more.</summary>
internal static class Codecs
{
    private const int Hd = 1080;

    // Of the same SSIM on Big Buck Bunny; their rates are lower, and so are the caps.
    private static readonly Dictionary<VideoCodec, (double CrfAt23, double CrfAt31, double Rate)> Scales = new()
    {
        [VideoCodec.H264] = (23, 31, 1),
        [VideoCodec.Hevc] = (24.5, 34, 0.75),
        [VideoCodec.Av1] = (37, 60, 0.7),
    };

    /// <param name="uhd">Of rungs above 1080 lines.</param>
    /// <param name="beside">A second rung in this one beside each of H.264; null for none.</param>
    internal static IReadOnlyList<Rung> Spread(IReadOnlyList<Rung> ladder, VideoCodec uhd, VideoCodec? beside) =>
    [
        .. ladder.Select(rung => rung.Lines > Hd ? In(rung, uhd) : rung).SelectMany(rung => rung.Codec == VideoCodec.H264 && beside is { } codec
            ? new[] { rung, In(rung, codec) with { Name = $"{rung.Name}-{codec.ToString().ToLowerInvariant()}" } }
            : [rung]),
    ];

    private static Rung In(Rung rung, VideoCodec codec)
    {
        var (from, to, rate) = Scales[codec];
        return rung with
        {
            Codec = codec,
            Crf = Math.Round(from + ((rung.Crf - 23) * (to - from) / 8), 1),
            MaxRateKbps = (int)(rung.MaxRateKbps * rate),
        };
    }
}
