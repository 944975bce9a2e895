using Netflix.Contracts;
using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Home;

/// <summary>Why a title is shown, in words.</summary>
internal static class Reasons
{
    /// <param name="cards">Of what the viewer may see: a title that is not among them is not named.</param>
    internal static string? Of(HomeItem item, IReadOnlyDictionary<Guid, TitleCard> cards) => item.Reason switch
    {
        ReasonKind.BecauseYouWatched => item.BecauseOf is { } id && cards.TryGetValue(id, out var title) ? $"Because you watched {title.Title}" : "Because of what you watched",
        ReasonKind.MoreWithPerson => $"More with {item.Name}",
        ReasonKind.GenreTaste => $"Because you like {item.Name}",
        ReasonKind.TrendingInCountry => "Trending in your country",
        ReasonKind.NewThisWeek => "New this week",
        _ => "Popular",
    };
}
