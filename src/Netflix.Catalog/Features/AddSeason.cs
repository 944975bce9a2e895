using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Adds a season to a series.</summary>
internal static class AddSeason
{
    internal const string NumberRule = "Number the season from 0 (specials) to 1000.";

    internal sealed record Request(int? Number, string? Title);
    internal sealed record Response(Guid SeasonId, int Number, string? Title);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Number).Must(IsNumber).WithMessage(NumberRule);
            RuleFor(request => request.Title).PlainText(200);
        }
    }

    internal static bool IsNumber(int? season) => season is >= 0 and <= 1000;

    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapPost("/{contentId:guid}/seasons", Handle).Validate<Request>().EditsTitle()
            .WithSummary("Adds a season to a series.").ProducesProblem(409);

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> Handle(
        Guid contentId, Request request, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        var number = request.Number!.Value;
        var (series, problem) = await FindSeriesAsync(db, contentId, ifMatch, cancel);
        if (series is null)
        {
            return problem!;
        }

        if (series.Seasons.Any(season => season.Number == number))
        {
            return TypedResults.Problem($"The series has a season {number} already.", statusCode: StatusCodes.Status409Conflict);
        }

        var season = series.AddSeason(number, request.Title);
        db.Add(season);
        db.Publish(new TitleChanged(contentId));
        await db.SaveChangesAsync(cancel);
        http.Tag(series);
        return TypedResults.Created($"/api/v1/admin/content/{contentId}", new Response(season.SeasonId, season.Number, season.Name));
    }

    /// <summary>The series to edit, or why not: also 409 for what is no series.</summary>
    internal static async Task<(Title? Series, ProblemHttpResult? Problem)> FindSeriesAsync(
        CatalogDbContext db, Guid contentId, string? ifMatch, CancellationToken cancel)
    {
        var (title, problem) = await db.FindForEditAsync(contentId, ifMatch, cancel);
        return title is null or { Type: TitleType.Series }
            ? (title, problem)
            : (null, TypedResults.Problem("Only a series has seasons and episodes.", statusCode: StatusCodes.Status409Conflict));
    }
}
