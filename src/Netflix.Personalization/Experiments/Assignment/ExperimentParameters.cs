using Netflix.Contracts;

namespace Netflix.Personalization.Experiments.Assignment;

/// <summary>The variant that an account has in an experiment.</summary>
internal readonly record struct AssignedVariant(Guid ExperimentId, string Variant);

/// <summary>What the experiments make of a viewer's home page.</summary>
/// <param name="Variants">Of these it is to be exposed; a page is the same for all who share them.</param>
internal sealed record Assigned(HomeParameters Parameters, IReadOnlyList<AssignedVariant> Variants)
{
    internal static readonly Assigned None = new(HomeParameters.None, []);
}

/// <summary>Tells the home page what of it is under experiment for a viewer, and keeps who has seen what.</summary>
internal sealed class ExperimentParameters(RunningExperiments running, ExposureLog exposures)
{
    /// <summary>From memory: no request waits for the database.</summary>
    internal ValueTask<Assigned> ForAsync(Viewer viewer, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var (parameters, variants) = (HomeParameters.None, (List<AssignedVariant>?)null);
        foreach (var experiment in running.Current)
        {
            if (experiment.VariantOf(viewer) is { } variant)
            {
                (variants ??= []).Add(new(experiment.ExperimentId, variant.Name));
                parameters = parameters.Over(variant.Parameters); // no two that run set the same, see ChangeExperiment
            }
        }

        return ValueTask.FromResult(variants is null ? Assigned.None : new(parameters, variants));
    }

    /// <summary>To be called when the page is shown: from then on the account counts. Returns at once; the log is written behind.</summary>
    internal void Expose(Viewer viewer, Assigned assigned)
    {
        foreach (var (experimentId, variant) in assigned.Variants)
        {
            exposures.Add(experimentId, viewer.AccountId, variant);
        }
    }
}
