using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>Adds an episode to a series, and its season when that is new.</summary>
internal static class AddEpisode
{
    internal sealed record Request(int? SeasonNumber, int? EpisodeNumber, string? Title, string? Description);
    internal sealed record Response(Guid EpisodeId, Guid VideoId, int SeasonNumber, int EpisodeNumber, string Title);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.SeasonNumber).NotNull().InclusiveBetween(0, 1000);
            RuleFor(request => request.EpisodeNumber).NotNull().InclusiveBetween(0, 10_000);
            RuleFor(request => request.Title).NotNull().PlainText(200);
            RuleFor(request => request.Description).PlainText(5000);
        }
    }

    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapPost("/{contentId:guid}/episodes", Handle).Validate<Request>().ProducesProblem(404).ProducesProblem(409);

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> Handle(
        Guid contentId, Request request, CatalogDbContext db, CancellationToken cancel)
    {
        if (await db.FindTitleAsync(contentId, cancel) is not { } title)
        {
            return GetStudioTitle.NoSuchTitle();
        }

        if (title.Type != TitleType.Series)
        {
            return TypedResults.Problem("Only a series has episodes.", statusCode: StatusCodes.Status409Conflict);
        }

        var season = title.Seasons.FirstOrDefault(season => season.Number == request.SeasonNumber);
        if (season is null)
        {
            season = title.AddSeason(request.SeasonNumber!.Value, null);
            db.Add(season);
        }

        var episode = season.AddEpisode(request.EpisodeNumber!.Value, request.Title!.Trim(), request.Description);
        db.Add(episode);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return TypedResults.Problem(
                $"Season {season.Number} has an episode {episode.Number} already.", statusCode: StatusCodes.Status409Conflict);
        }

        return TypedResults.Created(
            $"/api/v1/admin/content/{contentId}",
            new Response(episode.EpisodeId, episode.Video.VideoId, season.Number, episode.Number, episode.Name));
    }
}
