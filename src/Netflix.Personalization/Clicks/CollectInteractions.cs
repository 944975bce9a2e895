using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Personalization.Home;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Personalization.Clicks;

/// <summary>Takes down what of a home page was on screen and what was chosen. With which picture and how probable it was, the page knows, not the client.</summary>
internal static class CollectInteractions
{
    private const int Most = 200;
    private const int LastPlace = 500;

    /// <param name="Type"><c>impression</c> or <c>click</c>.</param>
    /// <param name="RowId">As the page names it.</param>
    /// <param name="RowPlace">From 0, the topmost.</param>
    internal sealed record Event(string? Type, Guid? ContentId, string? RowId, int? RowPlace, int? Place);

    internal sealed record Request(IReadOnlyList<Event?>? Events);

    internal static void Map(IEndpointRouteBuilder api) => api.MapPost("/content/interactions", Handle).RequireProfile().WithTags("Finding")
        .WithSummary("What of a home page was seen for a second, and what was clicked; at most 200 a call.").ProducesValidationProblem();

    internal static async Task<Results<Accepted, ValidationProblem>> Handle(
        Request request, HttpContext http, HomePages pages, NpgsqlDataSource source, CancellationToken cancel)
    {
        if (request.Events is not { Count: > 0 and <= Most } events)
        {
            return Problems.Invalid("events", $"Send 1 to {Most} events.");
        }

        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is not { Type: "impression" or "click", ContentId: not null, RowPlace: >= 0 and <= LastPlace, Place: >= 0 and <= LastPlace } one || AlgorithmOf(one.RowId) is null)
            {
                return Problems.Invalid($"events[{i}]", "An event has a type (impression or click), contentId, a rowId of a home page, rowPlace and place (0 to 500).");
            }
        }

        var page = await pages.FindAsync(http.Viewer().ProfileId);
        var items = page?.Rows.SelectMany(row => row.Items).DistinctBy(item => item.ContentId).ToDictionary(item => item.ContentId) ?? [];
        await WriteAsync(http.Viewer(), [.. events.Select(one => one!)], items, page?.Context ?? "", source, cancel);
        return TypedResults.Accepted((string?)null);
    }

    /// <summary>Null for what is no row of a home page.</summary>
    private static string? AlgorithmOf(string? rowId) => rowId switch
    {
        null or { Length: > 100 } => null,
        "top-picks" => "hybrid",
        "continue-watching" => "history",
        "my-list" => "list",
        "new-releases" => "newest",
        "trending" or "popular" => rowId,
        _ when rowId.StartsWith("because-", StringComparison.Ordinal) => "similar",
        _ when rowId.StartsWith("taste-", StringComparison.Ordinal) => "taste",
        _ when rowId.StartsWith("collection-", StringComparison.Ordinal) => "editorial",
        _ when rowId.StartsWith("genre-", StringComparison.Ordinal) => "genre",
        _ => null,
    };

    private static async Task WriteAsync(
        Viewer viewer, Event[] events, IReadOnlyDictionary<Guid, HomeItem> items, string context, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            insert into personalization.interactions (account_id, profile_id, content_id, algorithm, row_place, place, clicked, picture, context, propensity, explored)
            select $11, $1, content, algorithm, row_place, place, clicked, picture, $8, propensity, explored
            from unnest($2::uuid[], $3::text[], $4::int[], $5::int[], $6::bool[], $7::int[], $9::real[], $10::real[])
                as rows (content, algorithm, row_place, place, clicked, picture, propensity, explored)
            """);
        Add(viewer.ProfileId);
        Add(Array.ConvertAll(events, one => one.ContentId!.Value));
        Add(Array.ConvertAll(events, one => AlgorithmOf(one.RowId)!));
        Add(Array.ConvertAll(events, one => one.RowPlace!.Value));
        Add(Array.ConvertAll(events, one => one.Place!.Value));
        Add(Array.ConvertAll(events, one => one.Type == "click"));
        Add(Array.ConvertAll(events, one => items.GetValueOrDefault(one.ContentId!.Value)?.Picture));
        Add(context);
        Add(Array.ConvertAll(events, one => (float?)items.GetValueOrDefault(one.ContentId!.Value)?.Propensity));
        Add(Array.ConvertAll(events, one => (float?)items.GetValueOrDefault(one.ContentId!.Value)?.Explored));
        Add(viewer.AccountId);
        await command.ExecuteNonQueryAsync(cancel);

        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }
}
