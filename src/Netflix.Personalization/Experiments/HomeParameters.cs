using System.Text.Json;
using System.Text.RegularExpressions;

namespace Netflix.Personalization.Experiments;

/// <summary>How a title's thumbnail is chosen.</summary>
internal enum ArtworkPolicy { Studio, Bandit, Uniform }

/// <summary>
/// What experiments may change of the home page: features of rows, artwork and ranking weights, never branches of code. Null (or
/// empty) is the page as it is.
/// </summary>
/// <param name="RowsOrder">Ids of rows that come first, in this order; <c>genre-*</c> stands for all whose ids begin so.</param>
/// <param name="RowsHidden">Ids of rows that are left out.</param>
/// <param name="RankingDiversity">0: by score alone; 1: as different as can be.</param>
/// <param name="RankingExploration">The share of slots that go to titles of which little is known.</param>
internal sealed record HomeParameters(
    IReadOnlyList<string>? RowsOrder, IReadOnlyList<string>? RowsHidden, double? RankingDiversity, double? RankingExploration, ArtworkPolicy? ArtworkPolicy)
{
    internal static readonly HomeParameters None = new(null, null, null, null, null);

    /// <summary>These, and where they say nothing the others.</summary>
    internal HomeParameters Over(HomeParameters other) => new(
        RowsOrder ?? other.RowsOrder, RowsHidden ?? other.RowsHidden, RankingDiversity ?? other.RankingDiversity,
        RankingExploration ?? other.RankingExploration, ArtworkPolicy ?? other.ArtworkPolicy);
}

/// <summary>The closed set of names that a variant's parameters may have, and what each takes.</summary>
internal static partial class ParameterSet
{
    private const int MostRows = 40;

    private static readonly Dictionary<string, (Func<JsonElement, bool> IsValid, string Takes, Func<HomeParameters, JsonElement, HomeParameters> Set)> Known = new()
    {
        ["rows.order"] = (IsRows, $"a list of rows' ids, each once, at most {MostRows}", (all, value) => all with { RowsOrder = Texts(value) }),
        ["rows.hidden"] = (IsRows, $"a list of rows' ids, each once, at most {MostRows}", (all, value) => all with { RowsHidden = Texts(value) }),
        ["ranking.diversity"] = (IsShare, "a number from 0 to 1", (all, value) => all with { RankingDiversity = value.GetDouble() }),
        ["ranking.exploration"] = (IsShare, "a number from 0 to 1", (all, value) => all with { RankingExploration = value.GetDouble() }),
        ["artwork.policy"] = (value => PolicyOf(value) is not null, "studio, bandit or uniform", (all, value) => all with { ArtworkPolicy = PolicyOf(value) }),
    };

    internal static IEnumerable<string> Names => Known.Keys;

    /// <summary>What is wrong with the parameter, as a sentence; null when nothing is.</summary>
    internal static string? Error(string name, JsonElement value) =>
        !Known.TryGetValue(name, out var rule) ? $"There is no parameter {Shown(name)}: use {string.Join(", ", Names)}."
        : rule.IsValid(value) ? null
        : $"{name} takes {rule.Takes}.";

    /// <summary>Of parameters that were checked; one that a later release knows no more is left out.</summary>
    internal static HomeParameters Read(IReadOnlyDictionary<string, JsonElement> parameters) => parameters
        .Where(one => Known.TryGetValue(one.Key, out var rule) && rule.IsValid(one.Value))
        .Aggregate(HomeParameters.None, (all, one) => Known[one.Key].Set(all, one.Value));

    private static bool IsShare(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and <= 1;

    private static bool IsRows(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= MostRows
        && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String && RowId().IsMatch(one.GetString()!))
        && Texts(value).Distinct().Count() == value.GetArrayLength();

    private static string[] Texts(JsonElement value) => [.. value.EnumerateArray().Select(one => one.GetString()!)];

    private static ArtworkPolicy? PolicyOf(JsonElement value) =>
        value.ValueKind != JsonValueKind.String ? null
        : value.GetString() switch { "studio" => ArtworkPolicy.Studio, "bandit" => ArtworkPolicy.Bandit, "uniform" => ArtworkPolicy.Uniform, _ => null };

    private static string Shown(string name) => name.Length <= 40 ? $"'{name}'" : "of that name";

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,79}\*?$")]
    private static partial Regex RowId();
}
