using System.Text.Json.Serialization;

namespace Netflix.ServiceDefaults;

/// <summary>One page of a list, as <c>api.md</c> answers every list.</summary>
public sealed record Page<T>(
    IReadOnlyList<T> Items, int TotalCount, [property: JsonPropertyName("page")] int PageNumber, int Limit);

/// <summary>The query's <c>page</c> (from 1) and <c>limit</c> (1 to 100, 20 by default).</summary>
public static class Paging
{
    public const int DefaultLimit = 20;
    private const int LastPage = 1_000_000;

    /// <summary>Null when in range, else the 400 to answer.</summary>
    public static IDictionary<string, string[]>? Errors(int? page, int? limit)
    {
        var errors = new Dictionary<string, string[]>();
        if (page is < 1 or > LastPage)
        {
            errors["page"] = [$"Pages are numbered from 1 to {LastPage}."];
        }

        if (limit is < 1 or > 100)
        {
            errors["limit"] = ["A page holds 1 to 100 items."];
        }

        return errors.Count > 0 ? errors : null;
    }
}
