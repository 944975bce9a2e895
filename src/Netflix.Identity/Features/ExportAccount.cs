using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>All that is stored about the account, here and in every other module, as one JSON file to keep.</summary>
internal static class ExportAccount
{
    internal sealed record Device(Guid DeviceId, string Name, string Type, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);
    internal sealed record SecurityEvent(DateTimeOffset At, AuditKind Kind, Guid? DeviceId, string? Address, string? Detail);

    internal static void Map(IEndpointRouteBuilder account) => account.MapGet("/export", Handle).RequireAuthorization()
        .WithSummary("All that is stored about the account").Produces<Dictionary<string, object?>>().ProducesProblem(401).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        HttpContext http, ClaimsPrincipal user, IdentityDbContext db, IEnumerable<IAccountData> modules, Attempts attempts, AuditTrail trail,
        IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var accountId = user.AccountId();
        if (await attempts.CountAsync($"export:{accountId:N}", options.Value.FailuresPerAccount, cancel) is { } wait)
        {
            return Attempts.Refused(http, wait); // it reads everything
        }

        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(account => account.Id == accountId, cancel) is not { } account)
        {
            return TypedResults.NotFound();
        }

        await trail.AddNowAsync(AuditKind.AccountExported, http, accountId, null, cancel);
        var profiles = await db.Profiles.AsNoTracking().Where(profile => profile.AccountId == accountId).OrderBy(profile => profile.ProfileId).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        var parts = new Dictionary<string, object?>
        {
            ["exportedAt"] = now,
            ["account"] = AccountView.Of(account),
            ["profiles"] = profiles.Select(ProfileView.Of).ToList(),
            ["devices"] = await db.Devices.AsNoTracking().Where(device => device.AccountId == accountId).OrderBy(device => device.DeviceId)
                .Select(device => new Device(device.DeviceId, device.Name, device.Type, device.CreatedAt, device.LastUsedAt)).ToListAsync(cancel),
            // What an administrator did came from his device and address, which are not this account's data.
            ["securityEvents"] = await db.Audit.AsNoTracking().Where(audit => audit.AccountId == accountId).OrderBy(audit => audit.At)
                .Select(audit => audit.ActorId == null || audit.ActorId == accountId
                    ? new SecurityEvent(audit.At, audit.Kind, audit.DeviceId, audit.Address, audit.Detail)
                    : new SecurityEvent(audit.At, audit.Kind, null, null, audit.Detail)).ToListAsync(cancel),
        };
        foreach (var module in modules)
        {
            parts[module.Section] = await module.ExportAsync(accountId, profiles.ConvertAll(profile => profile.ProfileId), cancel);
        }

        http.Response.Headers.ContentDisposition = $"attachment; filename=\"netflix-account-{now:yyyy-MM-dd}.json\"";
        return TypedResults.Json(parts);
    }
}
