namespace Netflix.Contracts;

/// <summary>What is known of a profile's taste, for other modules' lists. While nothing is known, or no model is there, the answer is empty.</summary>
public interface ITaste
{
    /// <summary>How well each of the titles suits the viewer, 0 to 1.</summary>
    Task<IReadOnlyDictionary<Guid, double>> ScoreAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel);

    /// <summary>What those who watched this title watched too, of what the viewer's region and age may see, the most alike first; empty where too few did.</summary>
    Task<IReadOnlyList<Guid>> WatchedTooAsync(Guid contentId, int count, Viewer viewer, CancellationToken cancel);
}
