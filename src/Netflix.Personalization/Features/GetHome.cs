using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Personalization.Home;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Features;

/// <summary>A profile's home page: what to go on with, what suits it and why, what its country watches, what is new.</summary>
internal static class GetHome
{
    internal sealed record Response(IReadOnlyList<ShownRow> Rows);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/content/home", Handle).RequireProfile().WithTags("Finding").WithSummary("The rows of a profile's home page");

    internal static async Task<Ok<Response>> Handle(HttpContext http, HomeReader home, CancellationToken cancel) =>
        TypedResults.Ok(new Response(await home.ReadAsync(http.Viewer(), cancel)));
}
