using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Signs any device of the account out: its tokens and streams end.</summary>
internal static class SignOutDevice
{
    internal static void Map(IEndpointRouteBuilder devices) =>
        devices.MapDelete("/{deviceId:guid}", Handle).RequireAuthorization().WithSummary("Sign a device out").ProducesProblem(401).ProducesProblem(404);

    internal static async Task<Results<NoContent, NotFound>> Handle(
        Guid deviceId, HttpContext http, ClaimsPrincipal user, IdentityDbContext db, Revocations revocations, AuditTrail trail, CancellationToken cancel) =>
        await revocations.SignOutAsync(db, user.AccountId(), deviceId, () => trail.Add(AuditKind.DeviceEnded, http, user.AccountId(), deviceId), cancel)
            ? TypedResults.NoContent() : TypedResults.NotFound();
}
