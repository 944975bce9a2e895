using Netflix.Contracts;
using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Home;

/// <summary>The personal rows of a profile, ready to be shown: titles by id and why; their cards are read when it is shown, so that no rule is ever stale.</summary>
/// <param name="ModelId">The model that made it.</param>
internal sealed record HomePage(Guid ModelId, HomeLimits For, DateTimeOffset MadeAt, IReadOnlyList<HomeRow> Rows);

/// <summary>What a page was made for: another country or age gets another page.</summary>
internal sealed record HomeLimits(Guid AccountId, string Country, int MaxMaturity)
{
    internal static HomeLimits Of(Viewer viewer) => new(viewer.AccountId, viewer.Country, viewer.MaxMaturity);
}

internal enum HomeRowKind { TopPicks, BecauseYouWatched, GenreTaste }

/// <param name="Subject">The genre, or the id of the title that was watched.</param>
internal sealed record HomeRow(HomeRowKind Kind, string? Subject, IReadOnlyList<HomeItem> Items);

/// <param name="Match">How well it suits the profile, in percent.</param>
internal sealed record HomeItem(Guid ContentId, int Match, ReasonKind Reason, Guid? BecauseOf = null, string? Name = null);
