namespace Netflix.Contracts;

/// <summary>What is known of a profile's taste, for other modules' lists. While nothing is known, or no model is there, the answer is empty.</summary>
public interface ITaste
{
    /// <summary>How well each of the titles suits the viewer, 0 to 1.</summary>
    Task<IReadOnlyDictionary<Guid, double>> ScoreAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel);
}
