using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Catalog.Search;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Titles, people and genres that begin as the viewer types.</summary>
internal static class SuggestTitles
{
    internal sealed record Response(IReadOnlyList<Suggestion> Suggestions);

    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapGet("/suggest", Handle).WithSummary("Titles, people and genres that begin as typed");

    internal static async Task<Ok<Response>> Handle(string? prefix, HttpContext http, Suggestions suggestions, CancellationToken cancel) =>
        TypedResults.Ok(new Response(await suggestions.ForAsync(prefix, http.Viewer(), cancel)));
}
