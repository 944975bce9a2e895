using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Adds a season to a series.</summary>
internal static class AddSeason
{
    internal sealed record Request(int? Number, string? Title);
    internal sealed record Response(Guid SeasonId, int Number, string? Title);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Number).NotNull().InclusiveBetween(0, 1000);
            RuleFor(request => request.Title).PlainText(200);
        }
    }

    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapPost("/{contentId:guid}/seasons", Handle).Validate<Request>().ProducesProblem(404).ProducesProblem(409);

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> Handle(
        Guid contentId, Request request, CatalogDbContext db, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        if (title.Type != TitleType.Series)
        {
            return TypedResults.Problem("Only a series has seasons.", statusCode: StatusCodes.Status409Conflict);
        }

        var season = title.AddSeason(request.Number!.Value, request.Title);
        db.Add(season);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return TypedResults.Problem($"The series has a season {season.Number} already.", statusCode: StatusCodes.Status409Conflict);
        }

        return TypedResults.Created($"/api/v1/admin/content/{contentId}", new Response(season.SeasonId, season.Number, season.Name));
    }
}
