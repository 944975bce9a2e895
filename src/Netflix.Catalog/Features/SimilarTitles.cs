using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Catalog.Features;

/// <summary>Titles like this one: what its viewers watched too, then those of the same people, of the same genres, of its time.</summary>
internal static class SimilarTitles
{
    internal sealed record Response(IReadOnlyList<TitleCard> Items);

    private const int Most = 20;

    private sealed record Question(Guid ContentId);

    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapGet("/{contentId:guid}/similar", Handle).WithSummary("Titles like this one").ProducesProblem(404);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        Guid contentId, HttpContext http, NpgsqlDataSource source, CatalogCache cache, TitleSearch titles, ITaste taste, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        var answer = await cache.GetAsync(new Question(contentId), viewer, async (now, cancelled) =>
        {
            var ids = await ReadAsync(contentId, viewer, now, source, cancelled);
            if (!ids.Remove(contentId))
            {
                return new Answer(false, []);
            }

            var watchedToo = await taste.WatchedTooAsync(contentId, Most / 2, viewer, cancelled);
            return new Answer(true, await titles.CardsAsync([.. watchedToo.Union(ids).Take(Most)], viewer, cancelled));
        }, cancel);
        return answer.Exists ? TypedResults.Ok(new Response(answer.Cards)) : GetStudioTitle.NoSuchTitle();
    }

    private static async Task<List<Guid>> ReadAsync(Guid contentId, Viewer viewer, DateTimeOffset now, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Sql);
        new TitleConditions(viewer, now, new TitleFilter()).AddTo(command.Parameters);
        command.Parameters.Add(new("id", contentId));
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    private sealed record Answer(bool Exists, IReadOnlyList<TitleCard> Cards);

    /// <summary>
    /// The title itself first, as a sign that the viewer may see it. Candidates share a person or a genre; of a genre's
    /// thousands, only the most popular.
    /// </summary>
    private static readonly string Sql = $"""
        with self as materialized (
            select t.genres, t.release_year from catalog.titles t where t.content_id = @id and {TitleConditions.Visible}),
        shared as materialized (
            select other.content_id, count(distinct other.person_id) as people
            from catalog.credits own join catalog.credits other on other.person_id = own.person_id
            where own.content_id = @id and other.content_id <> @id group by other.content_id order by people desc, other.content_id limit 200),
        candidates as (
            select content_id from shared
            union
            select content_id from (
                select t.content_id from catalog.titles t where t.genres @> (select genres from self) and {TitleConditions.Visible} order by t.popularity desc limit 60) all_genres
            union
            select content_id from (
                select t.content_id from catalog.titles t where t.genres && (select genres from self) and {TitleConditions.Visible} order by t.popularity desc limit 60) some_genres)
        select @id where exists (select from self)
        union all
        select content_id from (
            select t.content_id from candidates c join catalog.titles t using (content_id) cross join self left join shared using (content_id)
            where t.content_id <> @id and {TitleConditions.Visible}
            order by
                0.8 * coalesce(shared.people, 0)
                + 2.0 * cardinality(array(select unnest(t.genres) intersect select unnest(self.genres)))
                    / greatest(1, cardinality(array(select unnest(t.genres) union select unnest(self.genres))))
                - least(1.0, abs(t.release_year - self.release_year) / 40.0)
                + 0.5 * t.popularity / (1 + t.popularity) desc nulls last, t.content_id
            limit {Most}) similar_titles
        """;
}
