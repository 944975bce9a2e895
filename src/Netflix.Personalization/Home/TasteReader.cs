using Microsoft.Extensions.Caching.Memory;
using Netflix.Contracts;
using Netflix.Personalization.Models;

namespace Netflix.Personalization.Home;

/// <summary>A profile's taste for other modules' lists: half a minute old at most, as a search is not worth making it anew.</summary>
internal sealed class TasteReader(HomeBuilder builder, ServingModel serving, ICatalog catalog, Candidates candidates, IMemoryCache cache) : ITaste
{
    /// <summary>What fewer profiles watched says more of them than of the title.</summary>
    private const int FewestProfiles = 5;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyDictionary<Guid, double>> ScoreAsync(IReadOnlyCollection<Guid> contentIds, Viewer viewer, CancellationToken cancel)
    {
        var ranking = await cache.GetOrCreateAsync((typeof(TasteReader), viewer.ProfileId, serving.Current?.ModelId), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Kept;
            return builder.RankingAsync(viewer, cancel);
        });
        if (ranking is null || ranking.Profile.IsCold)
        {
            return new Dictionary<Guid, double>();
        }

        return contentIds.ToDictionary(id => id, id => ranking.MatchOf(id) ?? 0);
    }

    public async Task<IReadOnlyList<Guid>> WatchedTooAsync(Guid contentId, int count, Viewer viewer, CancellationToken cancel) =>
        serving.Current?.Recommender is { } recommender
            ? recommender.WatchedToo(contentId, candidates.Of(await catalog.GetAllVisibleAsync(viewer, cancel), recommender).Playable, FewestProfiles, count)
            : [];
}
