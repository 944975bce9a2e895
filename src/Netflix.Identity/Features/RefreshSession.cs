using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>
/// Trades a refresh token for a new pair. A token works once: seen again, one of its two holders is a thief, and nobody
/// can tell which, so the device is signed out. There is no grace for parallel use; a client refreshes one at a time.
/// </summary>
internal static class RefreshSession
{
    internal sealed record Request(string? RefreshToken);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.RefreshToken).Secret("refresh token");
    }

    internal static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/refresh", Handle).AllowAnonymous().Validate<Request>()
        .WithSummary("Trade a refresh token for a new pair").Produces<TokenPair>().ProducesProblem(401);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, IdentityDbContext db, TokenIssuer tokens, Revocations revocations, AuditTrail trail, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var hash = SecretText.HashOf(request.RefreshToken!);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // The device's row is locked first: of two parallel uses the second reads the token after the first has used it.
        var device = (await db.Devices.FromSql(
            $"select d.* from identity.devices d join identity.refresh_tokens t using (device_id) where t.hash = {hash} for update of d").ToListAsync(cancel)).SingleOrDefault();
        if (device is null)
        {
            return Refused();
        }

        var token = await db.RefreshTokens.SingleAsync(token => token.Hash == hash, cancel);
        if (token.UsedAt is not null)
        {
            var signedOut = await revocations.SignOutAsync(db, device.AccountId, [device.DeviceId], cancel);
            trail.Add(AuditKind.RefreshReused, http, device.AccountId, device.DeviceId);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            revocations.Refuse(signedOut);
            return Refused();
        }

        if (token.ExpiresAt <= now)
        {
            return Refused();
        }

        token.Use(now);
        device.Use(now);
        var account = await db.Users.AsNoTracking().SingleAsync(account => account.Id == device.AccountId, cancel);
        var pair = tokens.Issue(db, account, device.DeviceId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Ok(pair);
    }

    private static ProblemHttpResult Refused() =>
        TypedResults.Problem("The refresh token is used, expired or not ours: sign in again.", statusCode: StatusCodes.Status401Unauthorized);
}
