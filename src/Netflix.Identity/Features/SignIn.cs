using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>
/// Signs a device in. An unknown email costs the same hashing, counts the same attempts and gets the same answer as a
/// wrong password: nobody learns who has an account.
/// </summary>
internal static class SignIn
{
    internal sealed record Request(string? Email, string? Password, string? DeviceName, string? DeviceType, string? TwoFactorCode);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Email).Email();
            RuleFor(request => request.Password).Secret("password");
            RuleFor(request => request.TwoFactorCode).Secret("code").When(request => request.TwoFactorCode is not null);
            RuleFor(request => request.DeviceName).Label("A device's name", 100).When(request => request.DeviceName is not null);
            RuleFor(request => request.DeviceType).Label("A device's type", 40).When(request => request.DeviceType is not null);
        }
    }

    internal static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/login", Handle).AllowAnonymous().Validate<Request>()
        .WithSummary("Sign a device in").Produces<SignedIn>().ProducesProblem(401).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, UserManager<Account> users, IdentityDbContext db, TokenIssuer tokens, DecoyPassword decoy,
        Attempts attempts, AuditTrail trail, IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var email = request.Email!.Trim();
        var (byEmail, byAddress) = (Attempts.SignIn(email), Attempts.Address(http, "sign-in"));
        if (await attempts.CountAsync(byAddress, options.Value.FailuresPerAddress, cancel) is { } crowd)
        {
            return Attempts.Refused(http, crowd);
        }

        if (await attempts.CountAsync(byEmail, options.Value.FailuresPerAccount, cancel) is { } wait)
        {
            if (wait.First) // one row a pause, or guessing would fill the trail
            {
                await trail.AddNowAsync(AuditKind.SignInLocked, http, (await users.FindByEmailAsync(email))?.Id, null, cancel);
            }

            return Attempts.Refused(http, wait);
        }

        var account = await users.FindByEmailAsync(email);
        if (account is null)
        {
            decoy.Check(request.Password!);
            await trail.AddNowAsync(AuditKind.SignInFailed, http, null, "unknown email", cancel);
            return Wrong();
        }

        if (!await users.CheckPasswordAsync(account, request.Password!))
        {
            await trail.AddNowAsync(AuditKind.SignInFailed, http, account.Id, "wrong password", cancel);
            return Wrong();
        }

        var code = account.TwoFactorEnabled && request.TwoFactorCode is not null
            ? await TwoFactor.CheckAsync(users, db, account, request.TwoFactorCode, clock, cancel)
            : TwoFactor.Code.Wrong;
        if (account.TwoFactorEnabled && code == TwoFactor.Code.Wrong)
        {
            if (request.TwoFactorCode is null)
            {
                await attempts.TakeBackAsync(byEmail, cancel); // asking for the code is no guess
                await attempts.TakeBackAsync(byAddress, cancel);
                return Refused("twoFactorRequired", "Give the code that the authenticator shows, or a recovery code, as twoFactorCode.");
            }

            await trail.AddNowAsync(AuditKind.SignInFailed, http, account.Id, "wrong code", cancel);
            return Refused("twoFactorInvalid", "The code is wrong or was used already: give the next one that the authenticator shows.");
        }

        await attempts.ForgetAsync(byEmail, cancel);
        await attempts.TakeBackAsync(byAddress, cancel);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockAccountAsync(account.Id, cancel) is null)
        {
            return Wrong(); // deleted while its password was checked
        }

        var device = Device.SignIn(account.Id, request.DeviceName?.Trim(), request.DeviceType?.Trim(), clock.GetUtcNow());
        db.Devices.Add(device);
        trail.Add(AuditKind.SignedIn, http, account.Id, device.DeviceId, device.Name);
        if (code == TwoFactor.Code.Recovery)
        {
            trail.Add(AuditKind.RecoveryCodeUsed, http, account.Id, device.DeviceId);
        }

        await db.MeetAsync(device, http, tell: true, cancel);
        var pair = tokens.Issue(db, account, device.DeviceId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        var profiles = await db.Profiles.AsNoTracking().Where(profile => profile.AccountId == account.Id).OrderBy(profile => profile.ProfileId).ToListAsync(cancel);
        return TypedResults.Ok(SignedIn.With(pair, profiles));
    }

    private static ProblemHttpResult Wrong() => TypedResults.Problem("The email or the password is wrong.", statusCode: StatusCodes.Status401Unauthorized);

    private static ProblemHttpResult Refused(string reason, string detail) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status401Unauthorized, extensions: new Dictionary<string, object?> { ["reason"] = reason });
}

/// <summary>A password that nobody has, to spend on an unknown email the time that a known one takes.</summary>
internal sealed class DecoyPassword(IPasswordHasher<Account> hasher)
{
    private static readonly Account Nobody = Account.Open("nobody@example.org", "SE", default, DateTimeOffset.UnixEpoch);
    private readonly string hash = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    internal void Check(string password) => hasher.VerifyHashedPassword(Nobody, hash, password);
}
