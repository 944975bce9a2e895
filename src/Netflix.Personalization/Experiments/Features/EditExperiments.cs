using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Experiments.Features;

/// <summary>Operators list experiments, look at one, and write down a new one.</summary>
internal static class EditExperiments
{
    internal static void Map(IEndpointRouteBuilder experiments)
    {
        experiments.MapGet("", List).WithSummary("All experiments, the newest first.").ProducesValidationProblem();
        experiments.MapGet("/{experimentId:guid}", Get).WithSummary("One experiment.").ProducesProblem(404);
        experiments.MapPost("", Create).Validate<ExperimentRequest>().WithSummary("Writes an experiment down, as a draft: it runs from its start on.");
    }

    internal static async Task<Results<Ok<Page<ExperimentResponse>>, ValidationProblem>> List(
        EnumName<ExperimentState>? state, int? page, int? limit, PersonalizationDbContext db, CancellationToken cancel)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var all = db.Experiments.AsNoTracking();
        if (state is { Value: var wanted })
        {
            all = all.Where(one => one.State == wanted);
        }

        var items = await all.OrderByDescending(one => one.ExperimentId).Skip((number - 1) * size).Take(size).ToListAsync(cancel);
        return TypedResults.Ok(new Page<ExperimentResponse>(items.ConvertAll(ExperimentResponse.Of), await all.CountAsync(cancel), number, size));
    }

    internal static async Task<Results<Ok<ExperimentResponse>, ProblemHttpResult>> Get(Guid experimentId, PersonalizationDbContext db, CancellationToken cancel) =>
        await db.Experiments.AsNoTracking().FirstOrDefaultAsync(one => one.ExperimentId == experimentId, cancel) is { } found
            ? TypedResults.Ok(ExperimentResponse.Of(found))
            : NoSuchExperiment();

    internal static async Task<Results<Created<ExperimentResponse>, ValidationProblem>> Create(
        ExperimentRequest request, PersonalizationDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        if (request.Name is null)
        {
            return Problems.Invalid("name", "An experiment needs a name.");
        }

        if (request.Variants is null)
        {
            return Problems.Invalid("variants", "An experiment needs a control and at least one variant more.");
        }

        if (request.State is not (null or ExperimentState.Draft))
        {
            return Problems.Invalid("state", "An experiment begins as a draft: start it when it is written down.");
        }

        var experiment = Experiment.Draft(request.Over(ExperimentRequest.Usual), Experiment.Now(clock));
        db.Experiments.Add(experiment);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/v1/admin/experiments/{experiment.ExperimentId}", ExperimentResponse.Of(experiment));
    }

    internal static ProblemHttpResult NoSuchExperiment() => TypedResults.Problem("There is no such experiment.", statusCode: StatusCodes.Status404NotFound);
}
