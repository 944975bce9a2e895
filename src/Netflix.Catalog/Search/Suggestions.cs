using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <param name="Kind"><c>title</c>, <c>person</c> or <c>genre</c>.</param>
internal sealed record Suggestion(string Text, string Kind, Guid? ContentId = null, Guid? PersonId = null);

/// <summary>What a viewer may be about to type, the most sought first; people only with titles the viewer may see.</summary>
internal sealed class Suggestions(NpgsqlDataSource source, CatalogCache cache, TitleSearch titles)
{
    private const int Most = 10;
    private const int MostTitles = 7;
    private const int MostPeople = 3;
    private const int MostLookedAt = 50; // people of the prefix whose titles are checked: "to" begins a thousand names
    private const int MostGenres = 2;

    /// <summary>So short a prefix begins thousands of names: they are read off the list of popular titles until there are enough.</summary>
    private const int ShortPrefix = 3;

    private static readonly List<string> Order = ["title", "genre", "person"];

    private sealed record Question(string Prefix);

    internal async Task<IReadOnlyList<Suggestion>> ForAsync(string? prefix, Viewer viewer, CancellationToken cancel) =>
        Understood.Clean(prefix) is not { } text
            ? []
            : await cache.GetAsync(new Question(text), viewer, async (now, cancelled) => await ReadAsync(text, viewer, now, cancelled), cancel);

    private async Task<IReadOnlyList<Suggestion>> ReadAsync(string text, Viewer viewer, DateTimeOffset now, CancellationToken cancel)
    {
        var genres = (await titles.GenresAsync(viewer, cancel))
            .Where(genre => genre.StartsWith(text, StringComparison.OrdinalIgnoreCase))
            .Take(MostGenres).Select(genre => new Suggestion(genre, "genre"));
        if (await Understood.ReadAsync(text, source, cancel) is not { } query)
        {
            return [.. genres];
        }

        var conditions = new TitleConditions(viewer, now, new TitleFilter());
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Titles(query, conditions));
        batch.BatchCommands.Add(People(text, conditions));
        var found = new List<(Suggestion Suggestion, bool Begins)>();
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            found.Add((new Suggestion(reader.GetString(1), "title", ContentId: reader.GetGuid(0)), reader.GetBoolean(2)));
        }

        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            found.Add((new Suggestion(reader.GetString(1), "person", PersonId: reader.GetGuid(0)), reader.GetBoolean(2)));
        }

        // What begins as typed comes before what only has a word that does, as a surname.
        return [
            .. genres.Select(genre => (Suggestion: genre, Begins: true)).Concat(found)
                .OrderByDescending(one => one.Begins).ThenBy(one => Order.IndexOf(one.Suggestion.Kind)).Take(Most).Select(one => one.Suggestion)];
    }

    internal static NpgsqlBatchCommand Titles(Understood query, TitleConditions conditions)
    {
        var isShort = query.Compact.Length <= ShortPrefix && query.Words.Count == 1;
        var command = new NpgsqlBatchCommand(isShort
            ? $"""
              select t.content_id, {CardRow.Name}, true from (
                  select t.content_id from catalog.titles t
                  where {TitleConditions.Visible} and starts_with(t.key, @compact)
                  order by t.popularity desc, t.content_id limit {MostTitles}) first
              join catalog.titles t on t.content_id = first.content_id order by t.popularity desc, t.content_id
              """
            : $"""
              select t.content_id, {CardRow.Name}, exists (select from unnest(d.keys) k where starts_with(k, @compact)) as begins
              from catalog.documents d join catalog.titles t on t.content_id = d.content_id
              where d.words @@ @query::tsquery and {TitleConditions.Visible}
              order by begins desc, t.popularity desc, t.content_id limit {MostTitles}
              """);
        conditions.AddTo(command.Parameters);
        command.Parameters.Add(new("query", TextQuery.Names(query)));
        command.Parameters.Add(new("compact", query.Compact));
        return command;
    }

    internal static NpgsqlBatchCommand People(string text, TitleConditions conditions)
    {
        // Ranges, not LIKE: a prepared statement's plan cannot know that a parameter has no wildcard in front.
        var command = new NpgsqlBatchCommand($"""
            select p.person_id, p.name, p.begins from (
                select p.person_id, p.name, p.titles, p.key >= s.start and p.key < s.start || chr(1114111) as begins
                from catalog.people p, (select catalog.fold(@start) collate "C" as start) s
                where (p.key >= s.start and p.key < s.start || chr(1114111)) or (p.surname >= s.start and p.surname < s.start || chr(1114111))
                order by p.titles desc, p.person_id limit {MostLookedAt}) p
            where exists (select from catalog.credits c join catalog.titles t on t.content_id = c.content_id where c.person_id = p.person_id and {TitleConditions.Visible})
            order by p.titles desc, p.person_id limit {MostPeople}
            """);
        conditions.AddTo(command.Parameters);
        command.Parameters.Add(new("start", text));
        return command;
    }
}
