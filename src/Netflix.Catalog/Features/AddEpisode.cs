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

/// <summary>Adds an episode to a series, and its season when that is new.</summary>
internal static class AddEpisode
{
    internal sealed record Request(int? SeasonNumber, int? EpisodeNumber, string? Title, string? Description);
    internal sealed record Response(Guid EpisodeId, Guid VideoId, int SeasonNumber, int EpisodeNumber, string Title);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.SeasonNumber).Must(AddSeason.IsNumber).WithMessage(AddSeason.NumberRule);
            RuleFor(request => request.EpisodeNumber).Must(number => number is >= 0 and <= 10_000).WithMessage("Number the episode from 0 to 10000.");
            RuleFor(request => request.Title).NotNull().WithMessage("An episode needs a title.").PlainText(200);
            RuleFor(request => request.Description).PlainText(5000);
        }
    }

    internal static void Map(IEndpointRouteBuilder titles) =>
        titles.MapPost("/{contentId:guid}/episodes", Handle).Validate<Request>().EditsTitle()
            .WithSummary("Adds an episode to a series, and its season when that is new.").ProducesProblem(409);

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> Handle(
        Guid contentId, Request request, [FromHeader(Name = StudioEdits.IfMatch)] string? ifMatch, HttpContext http, CatalogDbContext db, CancellationToken cancel)
    {
        var (seasonNumber, number) = (request.SeasonNumber!.Value, request.EpisodeNumber!.Value);
        var (series, problem) = await AddSeason.FindSeriesAsync(db, contentId, ifMatch, cancel);
        if (series is null)
        {
            return problem!;
        }

        var season = series.Seasons.FirstOrDefault(season => season.Number == seasonNumber);
        if (season?.Episodes.Any(episode => episode.Number == number) == true)
        {
            return TypedResults.Problem($"Season {seasonNumber} has an episode {number} already.", statusCode: StatusCodes.Status409Conflict);
        }

        if (season is null)
        {
            season = series.AddSeason(seasonNumber, null);
            db.Add(season);
        }

        var episode = series.AddEpisode(season, number, request.Title!.Trim(), request.Description);
        db.Add(episode);
        db.Publish(new TitleChanged(contentId));
        await db.SaveChangesAsync(cancel);
        http.Tag(series);
        return TypedResults.Created(
            $"/api/v1/admin/content/{contentId}",
            new Response(episode.EpisodeId, episode.Video.VideoId, season.Number, episode.Number, episode.Name));
    }
}
