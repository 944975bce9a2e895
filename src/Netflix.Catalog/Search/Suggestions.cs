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

    /// <summary>So short a prefix begins thousands of names: words within names are then left out.</summary>
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

        if (found.Count == 0 && query.Compact.Length > ShortPrefix)
        {
            // Nothing begins so: it may be misspelt, which search forgives.
            var search = await titles.SearchAsync(text, new TitleFilter(), null, 1, MostTitles, viewer, cancel);
            found.AddRange(search.Items.Select(card => (new Suggestion(card.Title, "title", ContentId: card.ContentId), false)));
        }

        // What begins as typed comes before what only has a word that does, as a surname.
        return [
            .. genres.Select(genre => (Suggestion: genre, Begins: true)).Concat(found)
                .OrderByDescending(one => one.Begins).ThenBy(one => Order.IndexOf(one.Suggestion.Kind)).Take(Most).Select(one => one.Suggestion)];
    }

    internal static NpgsqlBatchCommand Titles(Understood query, TitleConditions conditions)
    {
        // A short prefix begins a word in a third of all names: only names that begin so are meant.
        var within = query.Compact.Length <= ShortPrefix && query.Words.Count == 1 ? "" : $"""
            union
            (select t.content_id, exists (select from unnest(d.keys) k where starts_with(k, @compact)), t.popularity
             from catalog.documents d join catalog.titles t on t.content_id = d.content_id
             where d.names @@ @query::tsquery and {TitleConditions.Visible} order by 2 desc, t.popularity desc, t.content_id limit {MostTitles})
            """;
        var command = new NpgsqlBatchCommand($"""
            select t.content_id, {CardRow.Name}, f.begins from (
                (select t.content_id, true as begins, t.popularity from catalog.titles t
                 where t.key >= @compact and t.key < @compact || chr(1114111) and {TitleConditions.Visible}
                 order by t.popularity desc, t.content_id limit {MostTitles})
                {within}) f
            join catalog.titles t on t.content_id = f.content_id
            order by f.begins desc, f.popularity desc, t.content_id limit {MostTitles}
            """);
        conditions.AddTo(command.Parameters);
        command.Parameters.Add(new("query", TextQuery.Beginning(query)));
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
