using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>The account as its owner sees it.</summary>
internal sealed record AccountView(
    Guid UserId, string Email, string Country, string Language, Plan Plan, SubscriptionStatus SubscriptionStatus,
    IReadOnlyList<string> Roles, int MaxStreams, string MaxQuality, bool TwoFactorEnabled, DateTimeOffset CreatedAt)
{
    internal static AccountView Of(Account account)
    {
        var terms = PlanTerms.Of(account.Plan);
        return new(
            account.Id, account.Email!, account.Country, account.Language, account.Plan, account.Subscription,
            account.Roles, terms.MaxStreams, $"{terms.MaxRung}p", account.TwoFactorEnabled, account.CreatedAt);
    }
}

/// <summary>Shows the account with what its plan allows.</summary>
internal static class GetAccount
{
    internal static void Map(IEndpointRouteBuilder account) =>
        account.MapGet("", Handle).RequireAuthorization().WithSummary("The account and what its plan allows").ProducesProblem(401);

    internal static async Task<Results<Ok<AccountView>, NotFound>> Handle(ClaimsPrincipal user, IdentityDbContext db, CancellationToken cancel)
    {
        var accountId = user.AccountId();
        return await db.Users.AsNoTracking().SingleOrDefaultAsync(account => account.Id == accountId, cancel) is { } account
            ? TypedResults.Ok(AccountView.Of(account))
            : TypedResults.NotFound();
    }
}
