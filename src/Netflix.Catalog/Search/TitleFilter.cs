using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>What a list is narrowed to; null is no limit. Years include both ends.</summary>
internal sealed record TitleFilter(string? Genre = null, TitleType? Type = null, int? YearFrom = null, int? YearTo = null, string? Rating = null, string? Language = null);

/// <summary>A list's conditions in SQL, over <c>catalog.titles t</c>.</summary>
internal sealed class TitleConditions(Viewer viewer, DateTimeOffset now, TitleFilter filter)
{
    /// <summary>
    /// The same rule as <see cref="CatalogDbContext.VisibleTo"/>. A scalar subquery with a limit, for an <c>exists</c> makes
    /// PostgreSQL read all windows into a hash first, even for a page of 20.
    /// </summary>
    internal const string Visible = """
        t.state <> 'Draft' and t.maturity <= @maturity and (not t.has_windows or coalesce((
            select true from catalog.availabilities a where a.content_id = t.content_id and a.region in ('*', @region)
                and (a."from" is null or a."from" <= @now) and (a."to" is null or a."to" > @now) limit 1), false))
        """;

    /// <summary>The same for a statement that reads all titles: the windows are read once, and hashed.</summary>
    internal const string VisibleOfAll = """
        t.state <> 'Draft' and t.maturity <= @maturity and (not t.has_windows or t.content_id = any(array(
            select a.content_id from catalog.availabilities a where a.region in ('*', @region)
                and (a."from" is null or a."from" <= @now) and (a."to" is null or a."to" > @now))))
        """;

    internal TitleFilter Filter => filter;

    /// <summary>What the viewer chose, over what is visible.</summary>
    internal string Chosen => $"{Genre} and {Type} and {Year} and {Rating} and {Language}";

    private string Genre => filter.Genre is null ? "true" : "t.genres @> array[@genre]";
    private string Type => filter.Type is null ? "true" : "t.type = @type";
    private string Rating => filter.Rating is null ? "true" : "t.rating = @rating";
    private string Language => filter.Language is null ? "true" : "t.language = @language";

    private string Year => (filter.YearFrom, filter.YearTo) switch
    {
        (null, null) => "true",
        ({ }, null) => "t.release_year >= @year_from",
        (null, { }) => "t.release_year <= @year_to",
        _ => "t.release_year between @year_from and @year_to",
    };

    internal void AddTo(NpgsqlParameterCollection parameters)
    {
        parameters.Add(new("maturity", viewer.MaxMaturity));
        parameters.Add(new("region", viewer.Country));
        parameters.Add(new("now", now));
        parameters.Add(new("languages", Cards.Languages(viewer)));
        Add("genre", filter.Genre);
        Add("type", filter.Type?.ToString());
        Add("year_from", filter.YearFrom);
        Add("year_to", filter.YearTo);
        Add("rating", filter.Rating);
        Add("language", filter.Language);

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                parameters.Add(new(name, value));
            }
        }
    }
}
