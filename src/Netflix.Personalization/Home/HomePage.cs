using Netflix.Contracts;
using Netflix.Personalization.Engine;
using Netflix.Personalization.Experiments.Assignment;

namespace Netflix.Personalization.Home;

/// <summary>The personal rows of a profile, ready to be shown: titles by id and why; their cards are read when it is shown, so that no rule is ever stale.</summary>
/// <param name="ModelId">The model that made it.</param>
/// <param name="Context">The genre the profile likes best, which pictures are chosen by; empty while it is not known.</param>
/// <param name="Rates">By algorithm: the higher, the higher its rows stand.</param>
internal sealed record HomePage(
    Guid ModelId, HomeLimits For, DateTimeOffset MadeAt, string Context, IReadOnlyDictionary<string, double> Rates, IReadOnlyList<HomeRow> Rows);

/// <summary>What a page was made for: another country, age or experiment gets another page.</summary>
/// <param name="Experiments">The variants that it shows.</param>
internal sealed record HomeLimits(Guid AccountId, string Country, int MaxMaturity, string Experiments)
{
    internal static HomeLimits Of(Viewer viewer, Assigned assigned) => new(
        viewer.AccountId, viewer.Country, viewer.MaxMaturity, string.Join(' ', assigned.Variants.Select(one => $"{one.ExperimentId:N}:{one.Variant}")));
}

internal enum HomeRowKind { TopPicks, BecauseYouWatched, GenreTaste }

/// <param name="Subject">The genre, or the id of the title that was watched.</param>
internal sealed record HomeRow(HomeRowKind Kind, string? Subject, IReadOnlyList<HomeItem> Items);

/// <param name="Match">How well it suits the profile, in percent.</param>
/// <param name="Explored">The probability with which this title, of several, was tried in its place; null where the ranking put it.</param>
/// <param name="Picture">Its picture's number, where the bandit chose one, with that picture's probability.</param>
internal sealed record HomeItem(
    Guid ContentId, int Match, ReasonKind Reason, Guid? BecauseOf = null, string? Name = null, double? Explored = null,
    int? Picture = null, string? PictureUrl = null, double? Propensity = null);
