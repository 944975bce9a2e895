using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features.QuickSignIn;

/// <summary>A television asks whether it was confirmed; once it was, it is signed in, once.</summary>
internal static class CollectTokens
{
    internal sealed record Request(string? DeviceCode);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.DeviceCode).Secret("device code");
    }

    internal static void Map(IEndpointRouteBuilder quick) => quick.MapPost("/token", Handle).AllowAnonymous().Validate<Request>()
        .WithSummary("Sign the television in, once it was confirmed").Produces<SignedIn>();

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, IdentityDbContext db, TokenIssuer tokens, AuditTrail trail, TimeProvider clock, CancellationToken cancel)
    {
        var (hash, now) = (SecretText.HashOf(request.DeviceCode!), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // Of two questions at once the second waits for the row, and finds it gone.
        var link = (await db.DeviceLinks.FromSql($"select * from identity.device_links where device_hash = {hash} for update").ToListAsync(cancel)).SingleOrDefault();
        if (link is null || link.ExpiresAt <= now)
        {
            return NotYet("expiredToken", "The code is used, expired or not ours: ask for a new one.");
        }

        if (link.State == LinkState.Pending)
        {
            var inTime = link.Poll(now);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return inTime
                ? NotYet("authorizationPending", "Nobody has confirmed the code yet: ask again after the interval.")
                : NotYet("slowDown", $"This is asked too often: leave {link.IntervalSeconds} seconds between two questions from now on.");
        }

        db.DeviceLinks.Remove(link);
        if (link.State == LinkState.Denied || await db.LockAccountAsync(link.AccountId!.Value, cancel) is not { } account)
        {
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return NotYet("accessDenied", "The device was refused.");
        }

        var device = Device.SignIn(account.Id, link.DeviceName, link.DeviceType, now);
        db.Devices.Add(device);
        trail.Add(AuditKind.SignedIn, http, account.Id, device.DeviceId, device.Name);
        await db.MeetAsync(device, http, tell: true, cancel);
        var pair = tokens.Issue(db, account, device.DeviceId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        var profiles = await db.Profiles.AsNoTracking().Where(profile => profile.AccountId == account.Id).OrderBy(profile => profile.ProfileId).ToListAsync(cancel);
        return TypedResults.Ok(SignedIn.With(pair, profiles));
    }

    private static ProblemHttpResult NotYet(string reason, string detail) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status400BadRequest, extensions: new Dictionary<string, object?> { ["reason"] = reason });
}
