using System.Text.Json;
using System.Text.RegularExpressions;
using FluentValidation;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Experiments.Features;

/// <summary>The fields of an experiment as operators send them; what is left out stays, or is the usual.</summary>
internal sealed record ExperimentRequest(
    string? Name, string? Hypothesis, string? Layer, IReadOnlyList<ExperimentRequest.VariantRequest>? Variants, IReadOnlyList<string>? Countries,
    IReadOnlyList<Plan>? Plans, double? Traffic, Metric? PrimaryMetric, double? MinimalEffect, int? PlannedAccounts, int? WindowDays, ExperimentState? State)
{
    /// <param name="Weight">Shares go by weight; 1 when left out.</param>
    internal sealed record VariantRequest(string? Name, int? Weight, IReadOnlyDictionary<string, JsonElement>? Parameters);

    internal static readonly Definition Usual = new(
        "", "", "home", [], [], [], Traffic: 1, Metric.WatchTime, MinimalEffect: 0.02, PlannedAccounts: 10_000, WindowDays: 7);

    /// <summary>Nothing but, perhaps, a state and more traffic: what a running experiment takes.</summary>
    internal bool LeavesDefinition => this with { State = null, Traffic = null } == new ExperimentRequest(null, null, null, null, null, null, null, null, null, null, null, null);

    internal Definition Over(Definition known) => new(
        Name?.Trim() ?? known.Name, Hypothesis?.Trim() ?? known.Hypothesis, Layer ?? known.Layer,
        Variants is null ? known.Variants : [.. Variants.Select(one => new Variant(one.Name!, one.Weight ?? 1, one.Parameters ?? new Dictionary<string, JsonElement>()))],
        Countries ?? known.Countries, Plans?.Distinct().ToArray() ?? known.Plans, Traffic ?? known.Traffic, PrimaryMetric ?? known.PrimaryMetric,
        MinimalEffect ?? known.MinimalEffect, PlannedAccounts ?? known.PlannedAccounts, WindowDays ?? known.WindowDays);
}

internal sealed partial class ExperimentValidator : AbstractValidator<ExperimentRequest>
{
    private const int MostVariants = 8;

    public ExperimentValidator()
    {
        RuleFor(request => request.Name).PlainText(120);
        RuleFor(request => request.Hypothesis).Must(text => text is null || (text.Length <= 2000 && Validation.IsPlain(text)))
            .WithMessage("A hypothesis is at most 2000 letters, without control characters.");
        RuleFor(request => request.Layer).Must(layer => layer is null || Slug().IsMatch(layer))
            .WithMessage("A layer's name has 1 to 40 small letters, digits and hyphens, such as 'home'.");
        RuleFor(request => request.Variants).Must(variants => variants is null || variants.Count is >= 2 and <= MostVariants)
            .WithMessage($"Name 2 to {MostVariants} variants; the first is the control.");
        RuleFor(request => request.Variants).Custom((variants, context) =>
        {
            foreach (var error in (variants ?? []).SelectMany(Errors).Distinct())
            {
                context.AddFailure("variants", error);
            }
        });
        RuleFor(request => request.Variants).Must(variants => variants is null || variants.Select(one => one?.Name).Distinct().Count() == variants.Count)
            .WithMessage("Each variant has a name of its own.");
        RuleFor(request => request.Countries).Must(countries => countries is null || (countries.Count <= 250 && countries.All(one => one is not null && Country().IsMatch(one)) && countries.Distinct().Count() == countries.Count))
            .WithMessage("Countries are codes such as SE, each once; none means all.");
        RuleFor(request => request.Traffic).Must(traffic => traffic is null or (>= 0.0001 and <= 1)).WithMessage("The traffic is a share of all accounts, from 0.0001 to 1.");
        RuleFor(request => request.MinimalEffect).Must(effect => effect is null or (>= 0.001 and <= 10)).WithMessage("The minimal effect is a share of control's mean, from 0.001 to 10.");
        RuleFor(request => request.PlannedAccounts).Must(accounts => accounts is null or (>= 10 and <= 1_000_000_000)).WithMessage("Plan 10 to 1000000000 accounts a variant.");
        RuleFor(request => request.WindowDays).Must(days => days is null or (>= 2 and <= 28)).WithMessage("The window has 2 to 28 days.");
    }

    private static IEnumerable<string> Errors(ExperimentRequest.VariantRequest? variant)
    {
        if (variant?.Name is null || !Slug().IsMatch(variant.Name))
        {
            return ["A variant's name has 1 to 40 small letters, digits and hyphens, such as 'control'."];
        }

        var errors = (variant.Parameters ?? new Dictionary<string, JsonElement>()).Select(one => ParameterSet.Error(one.Key, one.Value)).OfType<string>();
        return variant.Weight is null or (>= 1 and <= 1000) ? errors : errors.Append("A variant's weight is from 1 to 1000.");
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$")]
    private static partial Regex Slug();

    [GeneratedRegex("^[A-Z]{2}$")]
    private static partial Regex Country();
}
