using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>Titles that have a text, ranked by how well.</summary>
/// <param name="Query">A tsquery.</param>
/// <param name="Whole">The words as typed, none half.</param>
/// <param name="InNames">The same words, in names alone: a match of it is what was meant.</param>
/// <param name="Mended">Words were mended: names that look like what was typed come first.</param>
internal sealed record TextMatch(string Query, string InNames, string Whole, string Compact, Guid? PersonId, bool Mended);

/// <summary>A title that a search found, with what may say why.</summary>
internal sealed record SearchHit(TitleCard Card, string Description, IReadOnlyList<string> People);

/// <summary>The statements of all lists of titles.</summary>
internal static class TitleListing
{
    /// <summary>
    /// By text: the name itself, names that begin so (the shorter first), names that have the whole words, the person of that name (leading parts first), how
    /// well the words match by weight (D, C, B, A), and how sought the title is.
    /// </summary>
    private const string Score = """
        3.0 * (d.keys @> array[@compact])::int
        + coalesce(
            (select 2.2 + 0.6 * length(@compact) / length(k) from unnest(d.keys) k where starts_with(k, @compact) order by length(k) limit 1),
            1.5 * ts_rank_cd('{0.05, 0.2, 0.4, 1}', d.words, @query::tsquery, 32))
        + 0.7 * (d.names @@ @whole::tsquery)::int
        + case when @person is null then 0 else coalesce((
            select 2.0 / (1 + 0.15 * c."order") from catalog.credits c where c.content_id = t.content_id and c.person_id = @person order by c."order" limit 1), 0) end
        + 0.8 * t.popularity / (1 + t.popularity)
        """;

    private const string Likeness = " + 1.5 * (select max(public.similarity(k, @compact)) from unnest(d.keys) k)";

    /// <summary>The cards of one page, read off the index of its order.</summary>
    internal static NpgsqlBatchCommand Page(TitleConditions conditions, TitleSort sort, int page, int limit)
    {
        // The page first: a name is looked up for what is shown, not for what is skipped.
        var command = new NpgsqlBatchCommand($"""
            select {CardRow.Columns} from (
                select t.* from catalog.titles t
                where {TitleConditions.Visible} and {conditions.Chosen}
                order by {Order(sort)} limit @limit offset @offset) t
            order by {Order(sort)}
            """);
        conditions.AddTo(command.Parameters);
        AddPage(command.Parameters, page, limit);
        return command;
    }

    /// <summary>Cards in the order of the ids.</summary>
    internal static NpgsqlBatchCommand ById(TitleConditions conditions, Guid[] ids)
    {
        var command = new NpgsqlBatchCommand($"""
            select {CardRow.Columns} from unnest(@ids) with ordinality as asked(content_id, place) join catalog.titles t on t.content_id = asked.content_id
            where {TitleConditions.Visible} order by asked.place
            """);
        conditions.AddTo(command.Parameters);
        command.Parameters.Add(new("ids", ids));
        return command;
    }

    /// <summary>A profile's list, in its order.</summary>
    internal static NpgsqlBatchCommand MyList(TitleConditions conditions, Guid profileId, int page, int limit)
    {
        var command = new NpgsqlBatchCommand($"""
            select {CardRow.Columns} from catalog.my_list l join catalog.titles t on t.content_id = l.content_id
            where l.profile_id = @profile and {TitleConditions.Visible} order by l.position desc, l.content_id limit @limit offset @offset
            """);
        conditions.AddTo(command.Parameters);
        command.Parameters.Add(new("profile", profileId));
        AddPage(command.Parameters, page, limit);
        return command;
    }

    /// <summary>The cells of <see cref="FacetCube"/>, over all that the viewer may see.</summary>
    internal static NpgsqlBatchCommand Cells(TitleConditions conditions)
    {
        var command = new NpgsqlBatchCommand($"select {FacetCube.Columns}, count(*) from catalog.titles t where {TitleConditions.VisibleOfAll} group by {FacetCube.Columns}");
        conditions.AddTo(command.Parameters);
        return command;
    }

    /// <summary>
    /// In one pass over what matches: the cells of all that match, and the rows of a page. A row has its place, how surely
    /// it was meant (100 if it matches by names, and its name's likeness, 0 to 99), its card, description and people; a
    /// cell has neither place nor sureness.
    /// </summary>
    internal static NpgsqlBatchCommand Search(TitleConditions conditions, TextMatch text, TitleSort? sort, int page, int limit)
    {
        var score = sort is null ? $"{Score}{(text.Mended ? Likeness : "")}" : "0";
        var command = new NpgsqlBatchCommand($"""
            with m as materialized (
                select t.content_id, {FacetCube.Columns}, t.popularity, t.stars, t.listed_at, t.name, {score} as score
                from catalog.documents d join catalog.titles t on t.content_id = d.content_id
                where (d.words @@ @query::tsquery or d.keys @> array[@compact]) and {TitleConditions.Visible})
            (select p.place,
                100 * (d.words @@ @names::tsquery)::int + least(99, (100 * (select max(public.similarity(k, @compact)) from unnest(d.keys) k))::int) as sureness,
                {CardRow.Columns}, t.description,
                array(select c.name from catalog.credits c where c.content_id = t.content_id order by c.role, c."order") as people, null as language, null as n
             from (
                select row_number() over (order by {(sort is { } by ? Order(by) : "t.score desc, t.content_id")}) as place, t.content_id
                from m t where {conditions.Chosen} order by 1 limit @limit offset @offset) p
             join catalog.titles t on t.content_id = p.content_id join catalog.documents d on d.content_id = p.content_id)
            union all
            (select null, null, null, null, {FacetCube.ColumnsLikeACard}, null, null, null, null, null, null, t.language, count(*) from m t group by {FacetCube.Columns})
            """);
        conditions.AddTo(command.Parameters);
        command.Parameters.Add(new("query", text.Query));
        command.Parameters.Add(new("names", text.InNames));
        command.Parameters.Add(new("whole", text.Whole));
        command.Parameters.Add(new("compact", text.Compact));
        command.Parameters.Add(new NpgsqlParameter("person", NpgsqlTypes.NpgsqlDbType.Uuid) { Value = (object?)text.PersonId ?? DBNull.Value });
        AddPage(command.Parameters, page, limit);
        return command;
    }

    /// <summary>The titles of a page of <see cref="Search"/> in order, the cells, and the sureness of the surest.</summary>
    internal static async Task<(List<SearchHit> Hits, FacetCube Cells, int Sureness)> ReadSearchAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var (hits, cells, sureness) = (new List<(long Place, SearchHit Hit)>(), new FacetCube(), 0);
        while (await reader.ReadAsync(cancel))
        {
            if (reader.IsDBNull(0))
            {
                cells.AddLikeACard(reader, first: 4, language: 14, count: 15);
                continue;
            }

            hits.Add((reader.GetInt64(0), new SearchHit(CardRow.Read(reader, 2), reader.GetString(12), reader.GetFieldValue<string[]>(13))));
            sureness = Math.Max(sureness, reader.GetInt32(1));
        }

        return ([.. hits.OrderBy(row => row.Place).Select(row => row.Hit)], cells, sureness);
    }

    private static string Order(TitleSort sort) => sort switch
    {
        TitleSort.Popular => "t.popularity desc, t.content_id",
        TitleSort.Title => "catalog.fold(t.name), t.content_id",
        TitleSort.Year => "t.release_year desc nulls last, t.content_id",
        TitleSort.Rating => "t.stars desc, t.content_id",
        _ => "t.listed_at desc, t.content_id",
    };

    private static void AddPage(NpgsqlParameterCollection parameters, int page, int limit)
    {
        parameters.Add(new("limit", limit));
        parameters.Add(new("offset", (page - 1) * limit));
    }
}
