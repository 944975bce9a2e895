using Microsoft.Extensions.Caching.Memory;
using Netflix.Contracts;
using Netflix.Personalization.Models;

namespace Netflix.Personalization.Home;

/// <summary>A profile's taste for other modules' lists: half a minute old at most, as a search is not worth making it anew.</summary>
internal sealed class TasteReader(HomeBuilder builder, ServingModel serving, IMemoryCache cache) : ITaste
{
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
}
