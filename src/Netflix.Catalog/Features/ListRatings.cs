using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Netflix.Catalog.Features;

/// <summary>The age ratings that a title can have, for the studio's form.</summary>
internal static class ListRatings
{
    /// <param name="Rating">What to write in the title's <c>rating</c>.</param>
    internal sealed record Label(string Rating, int Age);

    internal sealed record System(string Name, IReadOnlyList<Label> Labels);

    internal sealed record Response(IReadOnlyList<System> Systems);

    private static readonly Response All = new([.. Maturity.Systems.Select(system => new System(
        system.Name, [.. system.Ages.Select(item => new Label(system.Codes is [var code, ..] ? $"{code}:{item.Key}" : item.Key, item.Value))]))]);

    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapGet("/ratings", () => TypedResults.Ok(All)).WithSummary("Age rating systems, their labels, and the age each stands for.");
}
