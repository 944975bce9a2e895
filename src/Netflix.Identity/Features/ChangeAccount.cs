using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Changes country, language, plan or the subscription's state; a new plan counts from the next request on.</summary>
internal static class ChangeAccount
{
    internal sealed record Request(string? Country, string? Language, string? Plan, string? SubscriptionStatus);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Country).Country().When(request => request.Country is not null);
            RuleFor(request => request.Language).Language().When(request => request.Language is not null);
            RuleFor(request => request.Plan).PlanName().When(request => request.Plan is not null);
            RuleFor(request => request.SubscriptionStatus).StatusName().When(request => request.SubscriptionStatus is not null);
        }
    }

    internal static void Map(IEndpointRouteBuilder account) => account.MapPatch("", Handle).RequireAuthorization().Validate<Request>()
        .WithSummary("Change country, language, plan or subscription").ProducesProblem(401).ProducesProblem(403);

    internal static async Task<Results<Ok<AccountView>, NotFound, ProblemHttpResult>> Handle(
        Request request, HttpContext http, ClaimsPrincipal user, IdentityDbContext db, Viewers viewers, AuditTrail trail, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockAccountAsync(user.AccountId(), cancel) is not { } account)
        {
            return TypedResults.NotFound();
        }

        var before = (account.Plan, account.Subscription);
        var plan = Rules.TryName<Plan>(request.Plan, out var newPlan) ? newPlan : account.Plan;
        var status = Rules.TryName<SubscriptionStatus>(request.SubscriptionStatus, out var newStatus) ? newStatus : account.Subscription;
        var country = request.Country?.ToUpperInvariant() ?? account.Country;
        var language = request.Language is null ? account.Language : Rules.LanguageTag(request.Language);
        if (before != (plan, status))
        {
            if (account.SuspendedByOperator)
            {
                return TypedResults.Problem(
                    "The subscription was suspended by us, so its plan and state cannot be changed here: contact support.",
                    statusCode: StatusCodes.Status403Forbidden,
                    extensions: new Dictionary<string, object?> { ["reason"] = "subscriptionInactive" });
            }

            db.Publish(new PlanChanged(account.Id, plan, status));
            trail.Add(AuditKind.PlanChanged, http, account.Id, detail: PlanDetail(before, (plan, status)));
        }

        if ((country, language) != (account.Country, account.Language)) // they shape what every profile sees
        {
            var profiles = await db.Profiles.Where(profile => profile.AccountId == account.Id).Select(profile => profile.ProfileId).ToListAsync(cancel);
            profiles.ForEach(profileId => db.Publish(new ProfileChanged(account.Id, profileId, Deleted: false)));
        }

        account.Subscribe(plan, status);
        account.Move(country);
        account.Speak(language);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        viewers.Forget(account.Id);
        return TypedResults.Ok(AccountView.Of(account));
    }

    internal static string PlanDetail((Plan Plan, SubscriptionStatus Status) before, (Plan Plan, SubscriptionStatus Status) after) =>
        $"{before.Plan}, {before.Status} -> {after.Plan}, {after.Status}".ToLowerInvariant();
}
