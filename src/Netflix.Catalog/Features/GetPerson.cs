using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Catalog.Features;

/// <summary>A person with the titles they took part in, as far as the viewer may see them, the newest first.</summary>
internal static class GetPerson
{
    internal sealed record Response(
        Guid PersonId, string Name, IReadOnlyList<string> Roles, IReadOnlyList<TitleCard> Items, int TotalCount, int Page, int Limit);

    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapGet("/people/{personId:guid}", Handle).WithSummary("A person and their titles").ProducesProblem(404).ProducesValidationProblem();

    internal static async Task<Results<Ok<Response>, ValidationProblem, ProblemHttpResult>> Handle(
        Guid personId, int? page, int? limit, HttpContext http, NpgsqlDataSource source, TitleSearch titles, TimeProvider clock, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (viewer, number, size) = (http.Viewer(), page ?? 1, limit ?? Paging.DefaultLimit);
        await using var command = source.CreateCommand($"""
            with parts as (
                select t.content_id, t.release_year, c.role, c.name from catalog.credits c join catalog.titles t on t.content_id = c.content_id
                where c.person_id = @person and {TitleConditions.Visible})
            select
                (select name from parts group by name order by count(*) desc, name limit 1),
                (select array_agg(distinct lower(role)) from parts),
                (select count(distinct content_id) from parts),
                array(select content_id from parts group by content_id, release_year order by release_year desc nulls last, content_id limit @limit offset @offset)
            """);
        new TitleConditions(viewer, clock.GetUtcNow(), new TitleFilter()).AddTo(command.Parameters);
        command.Parameters.Add(new("person", personId));
        command.Parameters.Add(new("limit", size));
        command.Parameters.Add(new("offset", (number - 1) * size));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        if (reader.IsDBNull(0))
        {
            return TypedResults.Problem("Nobody of this id has a title that you may see.", statusCode: StatusCodes.Status404NotFound);
        }

        var (name, roles, total, ids) = (reader.GetString(0), reader.GetFieldValue<string[]>(1), (int)reader.GetInt64(2), reader.GetFieldValue<Guid[]>(3));
        return TypedResults.Ok(new Response(personId, name, roles, await titles.CardsAsync(ids, viewer, cancel), total, number, size));
    }
}
