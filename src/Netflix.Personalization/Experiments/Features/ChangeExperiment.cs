using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Personalization.Experiments.Assignment;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Experiments.Features;

/// <summary>Edits a draft, starts and stops an experiment, and lets more accounts into one that runs: all else of it is fixed, or its figures would mean nothing.</summary>
internal static class ChangeExperiment
{
    internal static void Map(IEndpointRouteBuilder experiments)
    {
        var one = experiments.MapGroup("/{experimentId:guid}");
        one.MapPatch("", Update).Validate<ExperimentRequest>().ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Changes the fields that are sent; of a running experiment only traffic, which grows, and state.");
        one.MapPost("/start", Start).ProducesProblem(404).ProducesProblem(409).WithSummary("Starts a draft, if its layer has room.");
        one.MapPost("/stop", Stop).ProducesProblem(404).ProducesProblem(409).WithSummary("Ends a running experiment for good; its results stay.");
    }

    internal static Task<Results<Ok<ExperimentResponse>, ProblemHttpResult>> Start(
        Guid experimentId, PersonalizationDbContext db, RunningExperiments running, TimeProvider clock, CancellationToken cancel) =>
        ChangeAsync(experimentId, Only(ExperimentState.Running), db, running, clock, cancel);

    internal static Task<Results<Ok<ExperimentResponse>, ProblemHttpResult>> Stop(
        Guid experimentId, PersonalizationDbContext db, RunningExperiments running, TimeProvider clock, CancellationToken cancel) =>
        ChangeAsync(experimentId, Only(ExperimentState.Stopped), db, running, clock, cancel);

    internal static Task<Results<Ok<ExperimentResponse>, ProblemHttpResult>> Update(
        Guid experimentId, ExperimentRequest request, PersonalizationDbContext db, RunningExperiments running, TimeProvider clock, CancellationToken cancel) =>
        ChangeAsync(experimentId, request, db, running, clock, cancel);

    private static ExperimentRequest Only(ExperimentState state) => new(null, null, null, null, null, null, null, null, null, null, null, state);

    private static async Task<Results<Ok<ExperimentResponse>, ProblemHttpResult>> ChangeAsync(
        Guid experimentId, ExperimentRequest request, PersonalizationDbContext db, RunningExperiments running, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One change of experiments at a time: two starts must not both take the last room of a layer.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('personalization.experiments'))", cancel);
        if (await db.Experiments.FirstOrDefaultAsync(one => one.ExperimentId == experimentId, cancel) is not { } experiment)
        {
            return EditExperiments.NoSuchExperiment();
        }

        var others = await db.Experiments.AsNoTracking().Where(one => one.State == ExperimentState.Running && one.ExperimentId != experimentId).ToListAsync(cancel);
        var now = Experiment.Now(clock);
        if ((Edit(experiment, request, others, now) ?? Move(experiment, request.State ?? experiment.State, others, now)) is { } refusal)
        {
            return TypedResults.Problem(refusal, statusCode: StatusCodes.Status409Conflict);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        await running.RefreshAsync(CancellationToken.None);
        return TypedResults.Ok(ExperimentResponse.Of(experiment));
    }

    /// <summary>Why not, as a sentence; null when it is done.</summary>
    private static string? Edit(Experiment experiment, ExperimentRequest request, List<Experiment> others, DateTimeOffset now)
    {
        if (experiment.State == ExperimentState.Draft)
        {
            experiment.Edit(request.Over(experiment.Definition), now);
            return null;
        }

        if (!request.LeavesDefinition || (experiment.State != ExperimentState.Running && request.Traffic is not null))
        {
            return $"The experiment is {Word(experiment.State)}: it cannot be edited any more. Write a new one down.";
        }

        if (request.Traffic is not { } traffic || traffic == experiment.Definition.Traffic)
        {
            return null;
        }

        if (traffic < experiment.Definition.Traffic)
        {
            return "The traffic of a running experiment only grows: who has been in stays in.";
        }

        var taken = TakenIn(experiment.Definition.Layer, others).Concat(experiment.Stretches).ToList();
        if (Layer.Allocate(taken, Experiment.CountOf(traffic) - experiment.BucketsWanted) is not { } more)
        {
            return NoRoom(experiment.Definition.Layer, taken);
        }

        experiment.Grow(traffic, more, now);
        return null;
    }

    private static string? Move(Experiment experiment, ExperimentState to, List<Experiment> others, DateTimeOffset now)
    {
        switch (experiment.State, to)
        {
            case (var from, _) when from == to:
                return null;
            case (ExperimentState.Draft, ExperimentState.Running):
                var taken = TakenIn(experiment.Definition.Layer, others);
                if (SharedParameter(experiment, others) is { } shared)
                {
                    return shared;
                }

                if (Layer.Allocate(taken, experiment.BucketsWanted) is not { } buckets)
                {
                    return NoRoom(experiment.Definition.Layer, taken);
                }

                experiment.Start(buckets, now);
                return null;
            case (ExperimentState.Running, ExperimentState.Stopped):
                experiment.Stop(now);
                return null;
            case (ExperimentState.Draft or ExperimentState.Stopped, ExperimentState.Archived):
                experiment.Archive(now);
                return null;
            default:
                return $"The experiment is {Word(experiment.State)}: it cannot become {Word(to)}.";
        }
    }

    /// <summary>Layers are independent only as long as no two of them set the same.</summary>
    private static string? SharedParameter(Experiment experiment, List<Experiment> others)
    {
        var names = ParametersOf(experiment).ToHashSet();
        return others.Where(other => other.Definition.Layer != experiment.Definition.Layer)
            .SelectMany(other => ParametersOf(other).Where(names.Contains).Select(name =>
                $"'{other.Definition.Name}' of the layer '{other.Definition.Layer}' already sets {name}: use that layer, or wait until it is stopped."))
            .FirstOrDefault();
    }

    private static IEnumerable<string> ParametersOf(Experiment experiment) => experiment.Definition.Variants.SelectMany(variant => variant.Parameters.Keys);

    private static List<Buckets> TakenIn(string layer, List<Experiment> others) =>
        [.. others.Where(other => other.Definition.Layer == layer).SelectMany(other => other.Stretches)];

    private static string NoRoom(string layer, IEnumerable<Buckets> taken) =>
        FormattableString.Invariant($"The layer '{layer}' has {Layer.Free(taken) * 100.0 / Layer.All:0.##} % of its accounts free: ask for less traffic, or stop an experiment there first.");

    private static string Word(ExperimentState state) => state == ExperimentState.Draft ? "a draft" : state.ToString().ToLowerInvariant();
}
