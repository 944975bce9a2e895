using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Models;

/// <summary>Operators train models, see how they do, and go back to an older one.</summary>
internal static class ManageModels
{
    internal sealed record Training(Guid ModelId);

    /// <param name="Metrics">On the newest events, kept from training; null when there were too few.</param>
    internal sealed record Item(
        Guid ModelId, DateTimeOffset CreatedAt, ModelState State, string Reason, DateTimeOffset? DataFrom, DateTimeOffset? DataTo, int Interactions,
        int Profiles, int Titles, double TrainSeconds, long Bytes, HeldOutMetrics? Metrics, JsonElement Settings);

    internal static void Map(RouteGroupBuilder models)
    {
        models.MapPost("/train", Train).WithSummary("Trains a model now, in the background; it serves if it is not worse.").ProducesProblem(409);
        models.MapGet("/models", List).WithSummary("The newest trainings, and which model serves.").ProducesValidationProblem();
        models.MapPost("/models/{modelId:guid}/serve", Serve).WithSummary("Goes back to this model, or forward.").ProducesProblem(404).ProducesProblem(409);
    }

    internal static async Task<Results<Accepted<Training>, ProblemHttpResult>> Train(
        TrainingSchedule schedule, Microsoft.Extensions.Options.IOptions<PersonalizationOptions> options, CancellationToken cancel) =>
        options.Value.Enabled
            ? TypedResults.Accepted("/api/v1/admin/recommendations/models", new Training(await schedule.AskAsync(cancel)))
            : TypedResults.Problem("Recommendations are switched off by configuration (Netflix:Personalization:Enabled).", statusCode: StatusCodes.Status409Conflict);

    internal static async Task<Results<Ok<Page<Item>>, ValidationProblem>> List(int? page, int? limit, PersonalizationDbContext db, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var models = await db.Models.AsNoTracking().OrderByDescending(model => model.CreatedAt).Skip((number - 1) * size).Take(size).ToListAsync(cancel);
        return TypedResults.Ok(new Page<Item>([.. models.Select(Describe)], await db.Models.CountAsync(cancel), number, size));
    }

    internal static async Task<Results<Ok<Item>, ProblemHttpResult>> Serve(Guid modelId, PersonalizationDbContext db, ModelStore store, CancellationToken cancel)
    {
        if (await db.Models.AsNoTracking().FirstOrDefaultAsync(one => one.ModelId == modelId, cancel) is not { } model)
        {
            return TypedResults.Problem("There is no such model.", statusCode: StatusCodes.Status404NotFound);
        }

        if (model.State is not (ModelState.Kept or ModelState.Serving or ModelState.Rejected))
        {
            return TypedResults.Problem($"This model cannot serve: {model.Reason}", statusCode: StatusCodes.Status409Conflict);
        }

        await store.ServeAsync(modelId, "An operator chose it.", cancel);
        return TypedResults.Ok(Describe(await db.Models.AsNoTracking().SingleAsync(one => one.ModelId == modelId, cancel)));
    }

    private static Item Describe(Model model) => new(
        model.ModelId, model.CreatedAt, model.State, model.Reason, model.DataFrom, model.DataTo, model.Interactions, model.Profiles, model.Titles, model.TrainSeconds,
        model.Bytes, JsonSerializer.Deserialize<HeldOutMetrics?>(model.Metrics, JsonSerializerOptions.Web), JsonSerializer.Deserialize<JsonElement>(model.Settings));
}
