using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Personalization.Experiments.Analysis;
using Netflix.Personalization.Experiments.Statistics;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization.Experiments.Features;

/// <summary>Computes how many accounts an experiment needs, and what so many would find.</summary>
internal static class PlanExperiment
{
    private const double UsualPower = 0.8;

    /// <param name="Mean">Control's, in the metric's unit.</param>
    /// <param name="StandardDeviation">Of accounts; left out, the metric is a share of accounts (yes or no).</param>
    /// <param name="MinimalEffect">A share of the mean.</param>
    /// <param name="VarianceReduction">What CUPED is expected to take away, 0 to 0.99.</param>
    /// <param name="Power">The chance to find the effect; 0.8 when left out.</param>
    /// <param name="Variants">With control; 2 when left out.</param>
    /// <param name="AccountsPerVariant">Asks what so many would find.</param>
    internal sealed record Request(
        double? Mean, double? StandardDeviation, double? MinimalEffect, double? VarianceReduction, double? Power, int? Variants, double? AccountsPerVariant);

    /// <param name="AccountsPerVariant">The fewest that reach the power.</param>
    /// <param name="PowerAtAccounts">With the accounts that were asked for; null when none were.</param>
    /// <param name="Effect">In the metric's unit.</param>
    internal sealed record Response(double AccountsPerVariant, double AccountsInAll, double Power, double? PowerAtAccounts, double Effect, double Alpha);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Mean).Must(mean => mean is > 0 and <= 1e12).WithMessage("Say control's mean: a number above 0.");
            RuleFor(request => request.Mean).Must((request, mean) => request.StandardDeviation is not null || mean is null or < 1)
                .WithMessage("Without a standard deviation the mean is a share of accounts, between 0 and 1.");
            RuleFor(request => request.StandardDeviation).Must(deviation => deviation is null or (> 0 and <= 1e12)).WithMessage("A standard deviation is above 0.");
            RuleFor(request => request.MinimalEffect).Must(effect => effect is >= 0.001 and <= 10).WithMessage("The minimal effect is a share of control's mean, from 0.001 to 10.");
            RuleFor(request => request.MinimalEffect).Must((request, effect) => request.StandardDeviation is not null || effect is null || request.Mean is null || request.Mean * (1 + effect) <= 1)
                .WithMessage("A share of accounts cannot grow beyond 1: the effect is too large.");
            RuleFor(request => request.VarianceReduction).Must(share => share is null or (>= 0 and <= 0.99)).WithMessage("The variance reduction is from 0 to 0.99.");
            RuleFor(request => request.Power).Must(power => power is null or (>= 0.5 and <= 0.999)).WithMessage("The power is from 0.5 to 0.999.");
            RuleFor(request => request.Variants).Must(variants => variants is null or (>= 2 and <= 8)).WithMessage("Compare 2 to 8 variants.");
            RuleFor(request => request.AccountsPerVariant).Must(accounts => accounts is null or (>= 2 and <= 1e12)).WithMessage("Ask for at least 2 accounts a variant.");
        }
    }

    internal static void Map(IEndpointRouteBuilder experiments) =>
        experiments.MapPost("/power", Handle).Validate<Request>().WithSummary("How many accounts a variant find an effect, and with what chance.");

    internal static Ok<Response> Handle(Request request)
    {
        var (mean, variants, power) = (request.Mean!.Value, request.Variants ?? 2, request.Power ?? UsualPower);
        var effect = mean * request.MinimalEffect!.Value;
        var variance = (request.StandardDeviation is { } deviation ? deviation * deviation : Statistics.Power.VarianceOfShare(mean, effect))
            * (1 - (request.VarianceReduction ?? 0));
        var alpha = MetricAnalysis.Alpha / (variants - 1);
        var accounts = Statistics.Power.AccountsFor(effect, variance, alpha, power);
        return TypedResults.Ok(new Response(
            accounts, accounts * variants, Statistics.Power.Of(accounts, effect, variance, alpha),
            request.AccountsPerVariant is { } asked ? Statistics.Power.Of(asked, effect, variance, alpha) : null, effect, alpha));
    }
}
