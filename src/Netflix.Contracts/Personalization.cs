namespace Netflix.Contracts;

public sealed record RecommendationsRefreshed(Guid ProfileId, DateTimeOffset At);

/// <summary>What is known of a profile's taste, for other modules' lists. While nothing is known, or no model is there, the answers are empty.</summary>
public interface ITaste
{
    /// <summary>How well each of the titles suits the viewer, 0 to 1.</summary>
    Task<IReadOnlyDictionary<Guid, double>> ScoreAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel);

    /// <summary>Titles like this one that the viewer may see, the likest first.</summary>
    Task<IReadOnlyList<Guid>> SimilarAsync(Guid contentId, int limit, Viewer viewer, CancellationToken cancel);
}
