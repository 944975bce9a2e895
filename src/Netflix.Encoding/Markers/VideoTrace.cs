using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Markers;

/// <summary>
/// What is kept of a video so that markers can be found without its film: when another episode comes, the film itself is packaged
/// and encrypted already.
/// </summary>
internal sealed class VideoTrace
{
    private VideoTrace() { }

    public Guid VideoId { get; private init; }
    public Guid ContentId { get; private init; }
    public int? Season { get; private init; }
    public int? Episode { get; private init; }
    public double DurationSeconds { get; private init; }

    /// <summary>Chromaprint, raw; empty for what is no episode, or has no sound.</summary>
    public byte[] Data { get; private init; } = [];

    /// <summary>Times of scene changes and of black's edges near the ends, in seconds.</summary>
    public double[] Cuts { get; private init; } = [];
    public IReadOnlyList<SourceChapter> Chapters { get; private init; } = [];

    /// <summary>Where text on black begins that runs to the end, with how sure that is.</summary>
    public double? CreditsFrom { get; private init; }
    public double? CreditsConfidence { get; private init; }

    internal static VideoTrace Of(EncodeJob job, SourceFilm film, HeardAndSeen found) => new()
    {
        VideoId = job.VideoId,
        ContentId = job.ContentId,
        Season = job.Season,
        Episode = job.Episode,
        DurationSeconds = film.DurationSeconds,
        Data = found.Sound,
        Cuts = [.. found.Cuts],
        Chapters = film.Chapters,
        CreditsFrom = found.Credits?.Start,
        CreditsConfidence = found.Credits?.Confidence,
    };

    internal EpisodeSound Sound() => new(VideoId, Episode ?? 0, DurationSeconds, Fingerprint.Of(Data), Cuts);
}

/// <summary>What <see cref="FilmScan"/> found out about a film.</summary>
internal sealed record HeardAndSeen(byte[] Sound, IReadOnlyList<double> Cuts, FoundMarker? Credits);
