using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Signs this device out: its tokens and streams end.</summary>
internal static class SignOut
{
    internal static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/logout", Handle).RequireAuthorization().WithSummary("Sign this device out").ProducesProblem(401);

    internal static async Task<NoContent> Handle(HttpContext http, ClaimsPrincipal user, IdentityDbContext db, Revocations revocations, AuditTrail trail, CancellationToken cancel)
    {
        await revocations.SignOutAsync(db, user.AccountId(), user.DeviceId(), () => trail.Add(AuditKind.SignedOut, http, user.AccountId()), cancel);
        return TypedResults.NoContent();
    }
}
