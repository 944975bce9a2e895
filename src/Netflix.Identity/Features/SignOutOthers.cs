using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Signs all devices of the account out: the others, or this one too.</summary>
internal static class SignOutOthers
{
    internal static void Map(IEndpointRouteBuilder devices) => devices.MapDelete("", Handle).RequireAuthorization()
        .WithSummary("Sign all other devices out, and with includeCurrent=true this one too").ProducesProblem(401);

    internal static async Task<NoContent> Handle(
        HttpContext http, ClaimsPrincipal user, IdentityDbContext db, Revocations revocations, AuditTrail trail, CancellationToken cancel,
        bool includeCurrent = false)
    {
        var (accountId, here) = (user.AccountId(), user.DeviceId());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockAccountAsync(accountId, cancel); // no device comes in meanwhile
        var devices = await db.Devices.Where(device => device.AccountId == accountId && (includeCurrent || device.DeviceId != here))
            .Select(device => device.DeviceId).ToArrayAsync(cancel);
        var signedOut = await revocations.SignOutAsync(db, accountId, devices, cancel);
        foreach (var deviceId in signedOut)
        {
            trail.Add(AuditKind.DeviceEnded, http, accountId, deviceId);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        revocations.Refuse(signedOut);
        return TypedResults.NoContent();
    }
}
