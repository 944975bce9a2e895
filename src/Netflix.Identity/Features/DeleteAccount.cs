using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Identity.Sessions;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Removes the account with its profiles and devices; the event makes every module remove its part.</summary>
internal static class DeleteAccount
{
    internal static void Map(IEndpointRouteBuilder account) =>
        account.MapDelete("", Handle).RequireAuthorization().WithSummary("Delete the account and all of its data").ProducesProblem(401).ProducesProblem(409);

    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        ClaimsPrincipal user, IdentityDbContext db, Revocations revocations, Viewers viewers, AuditTrail trail, CancellationToken cancel)
    {
        var accountId = user.AccountId();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockAccountAsync(accountId, cancel) is not { } account)
        {
            return TypedResults.NotFound();
        }

        if (account.IsAdmin && await db.IsLastAdminAsync(accountId, cancel))
        {
            return TypedResults.Problem("This is the last administrator: make another one first.", statusCode: StatusCodes.Status409Conflict);
        }

        var profiles = await db.Profiles.Where(profile => profile.AccountId == accountId).Select(profile => profile.ProfileId).ToListAsync(cancel);
        var devices = await db.Devices.Where(device => device.AccountId == accountId).Select(device => device.DeviceId).ToArrayAsync(cancel);
        var signedOut = await revocations.SignOutAsync(db, accountId, devices, cancel);
        await db.Audit.Where(audit => audit.ActorId == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(audit => audit.DeviceId, (Guid?)null).SetProperty(audit => audit.Address, (string?)null), cancel);
        trail.AddDeletion();
        db.Users.Remove(account);
        db.Publish(new AccountDeleted(accountId, profiles));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        revocations.Refuse(signedOut);
        viewers.Forget(accountId);
        return TypedResults.NoContent();
    }
}
