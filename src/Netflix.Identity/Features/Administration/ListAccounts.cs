using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features.Administration;

/// <summary>An account as an administrator sees it.</summary>
/// <param name="LastUsedAt">When any of its devices last renewed its tokens; null when none is signed in.</param>
internal sealed record ManagedAccount(
    Guid AccountId, string Email, string Country, string Language, Plan Plan, SubscriptionStatus SubscriptionStatus,
    IReadOnlyList<string> Roles, bool TwoFactorEnabled, int Profiles, int Devices, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt)
{
    internal static async Task<List<ManagedAccount>> ReadAsync(IdentityDbContext db, IQueryable<Account> accounts, CancellationToken cancel) =>
        (await accounts.AsNoTracking().Select(account => new
        {
            account,
            Profiles = db.Profiles.Count(profile => profile.AccountId == account.Id),
            Devices = db.Devices.Count(device => device.AccountId == account.Id),
            LastUsedAt = db.Devices.Where(device => device.AccountId == account.Id).Max(device => (DateTimeOffset?)device.LastUsedAt),
        }).ToListAsync(cancel)).ConvertAll(row => new ManagedAccount(
            row.account.Id, row.account.Email!, row.account.Country, row.account.Language, row.account.Plan, row.account.Subscription,
            ["viewer", .. row.account.Roles], row.account.TwoFactorEnabled, row.Profiles, row.Devices, row.LastUsedAt, row.account.CreatedAt));
}

/// <summary>Finds accounts by a part of their email, or by their id; the newest first.</summary>
internal static class ListAccounts
{
    private const int LongestQuery = 300;

    internal static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/accounts", Handle)
        .WithSummary("Find accounts by a part of their email").ProducesProblem(401).ProducesProblem(403);

    internal static async Task<Results<Ok<Page<ManagedAccount>>, ValidationProblem>> Handle(
        IdentityDbContext db, CancellationToken cancel, string? query = null, int? page = null, int? limit = null)
    {
        var errors = Paging.Errors(page, limit) ?? new Dictionary<string, string[]>();
        if (query is not null && (query.Length > LongestQuery || !Validation.IsPlain(query)))
        {
            errors["query"] = [$"Look for at most {LongestQuery} letters of an email, or for an account's id."];
        }

        if (errors.Count > 0)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var accounts = db.Users.AsQueryable();
        if (Guid.TryParse(query?.Trim(), out var accountId))
        {
            accounts = accounts.Where(account => account.Id == accountId);
        }
        else if (query?.Trim() is { Length: > 0 } part)
        {
            var email = part.ToUpperInvariant();
            accounts = accounts.Where(account => account.NormalizedEmail!.Contains(email));
        }

        var items = await ManagedAccount.ReadAsync(
            db, accounts.OrderByDescending(account => account.Id).Skip((number - 1) * size).Take(size), cancel);
        return TypedResults.Ok(new Page<ManagedAccount>(items, await accounts.CountAsync(cancel), number, size));
    }
}
