using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Identity.Sessions;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>A second factor by an authenticator app (TOTP, RFC 6238), with ten recovery codes for the day the phone is gone.</summary>
internal static class TwoFactor
{
    private const int RecoveryCodes = 10;

    /// <summary>How long a used code is remembered: longer than the framework takes one, two half minutes to either side of its own.</summary>
    internal static readonly TimeSpan CodesKept = TimeSpan.FromMinutes(10);

    internal enum Code { Wrong, App, Recovery }

    internal sealed record SetupResponse(string SharedKey, string AuthenticatorUri);

    internal sealed record EnableResponse(IReadOnlyList<string> RecoveryCodes);

    internal sealed record CodeRequest(string? Code);

    internal sealed class Validator : AbstractValidator<CodeRequest>
    {
        public Validator() => RuleFor(request => request.Code).Secret("code");
    }

    internal static void Map(IEndpointRouteBuilder auth)
    {
        var routes = auth.MapGroup("/2fa").RequireAuthorization();
        routes.MapPost("/setup", SetUp).WithSummary("A new key for the authenticator app").Produces<SetupResponse>().ProducesProblem(401).ProducesProblem(409);
        routes.MapPost("/enable", Enable).Validate<CodeRequest>().WithSummary("Ask for a code at every sign-in").Produces<EnableResponse>().ProducesProblem(401).ProducesProblem(409).ProducesProblem(429);
        routes.MapPost("/disable", Disable).Validate<CodeRequest>().WithSummary("Ask for no code any more").Produces(204).ProducesProblem(401).ProducesProblem(409).ProducesProblem(429);
    }

    /// <summary>An app's code of this half minute or a neighbour, or one of the recovery codes; either is then used up.</summary>
    internal static async Task<Code> CheckAsync(
        UserManager<Account> users, IdentityDbContext db, Account account, string code, TimeProvider clock, CancellationToken cancel)
    {
        // Six digits and nothing else: the framework reads a number, so "+012345" would be the used "012345" once more.
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        var isAppCode = digits.Length == 6 && digits.All(char.IsAsciiDigit)
            && await users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, digits);
        return isAppCode ? await UseUpAsync(db, account.Id, digits, clock.GetUtcNow(), cancel) ? Code.App : Code.Wrong
            : (await users.RedeemTwoFactorRecoveryCodeAsync(account, code.Trim().ToUpperInvariant())).Succeeded ? Code.Recovery
            : Code.Wrong;
    }

    /// <summary>RFC 6238, 5.2: a code works once. Of uses at the same moment the first row wins; a deleted account's gets none.</summary>
    private static async Task<bool> UseUpAsync(IdentityDbContext db, Guid accountId, string digits, DateTimeOffset now, CancellationToken cancel) =>
        await db.Database.ExecuteSqlAsync($"""
            insert into identity.used_codes (account_id, code_hash, used_at)
            select id, {SecretText.HashOf(digits)}, {now} from identity.users where id = {accountId} for key share
            on conflict do nothing
            """, cancel) == 1;

    private static async Task<IResult> SetUp(ClaimsPrincipal user, UserManager<Account> users)
    {
        if (await users.FindByIdAsync(user.AccountId().ToString()) is not { } account)
        {
            return TypedResults.NotFound();
        }

        if (account.TwoFactorEnabled)
        {
            return TypedResults.Problem("The second factor is on: disable it first.", statusCode: StatusCodes.Status409Conflict);
        }

        if (!(await users.ResetAuthenticatorKeyAsync(account)).Succeeded)
        {
            return Changed();
        }

        var key = (await users.GetAuthenticatorKeyAsync(account))!;
        return TypedResults.Ok(new SetupResponse(key, $"otpauth://totp/Netflix:{Uri.EscapeDataString(account.Email!)}?secret={key}&issuer=Netflix&digits=6"));
    }

    private static async Task<IResult> Enable(
        CodeRequest request, HttpContext http, ClaimsPrincipal user, UserManager<Account> users, IdentityDbContext db, Attempts attempts,
        AuditTrail trail, IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        if (await users.FindByIdAsync(user.AccountId().ToString()) is not { } account)
        {
            return TypedResults.NotFound();
        }

        if (account.TwoFactorEnabled)
        {
            return TypedResults.Problem("The second factor is on already.", statusCode: StatusCodes.Status409Conflict);
        }

        if (await users.GetAuthenticatorKeyAsync(account) is null)
        {
            return TypedResults.Problem("Set the second factor up first: POST /auth/2fa/setup.", statusCode: StatusCodes.Status409Conflict);
        }

        if (await CheckedAsync(request, http, account, users, db, attempts, options, clock, cancel) is { } refusal)
        {
            return refusal;
        }

        trail.Add(AuditKind.TwoFactorEnabled, http, account.Id); // saved with what follows
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes);
        return codes is not null && (await users.SetTwoFactorEnabledAsync(account, true)).Succeeded
            ? TypedResults.Ok(new EnableResponse([.. codes]))
            : Changed();
    }

    private static async Task<IResult> Disable(
        CodeRequest request, HttpContext http, ClaimsPrincipal user, UserManager<Account> users, IdentityDbContext db, Attempts attempts,
        AuditTrail trail, IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        if (await users.FindByIdAsync(user.AccountId().ToString()) is not { } account)
        {
            return TypedResults.NotFound();
        }

        if (!account.TwoFactorEnabled)
        {
            return TypedResults.Problem("The second factor is off.", statusCode: StatusCodes.Status409Conflict);
        }

        if (await CheckedAsync(request, http, account, users, db, attempts, options, clock, cancel) is { } refusal)
        {
            return refusal;
        }

        trail.Add(AuditKind.TwoFactorDisabled, http, account.Id); // saved with what follows
        db.Publish(new SecurityNoticeRaised(account.Id, SecurityNotice.TwoFactorDisabled, null, AuditTrail.AddressOf(http), clock.GetUtcNow()));
        return (await users.SetTwoFactorEnabledAsync(account, false)).Succeeded && (await users.ResetAuthenticatorKeyAsync(account)).Succeeded
            ? TypedResults.NoContent()
            : Changed();
    }

    /// <summary>Null when the code is right.</summary>
    private static async Task<IResult?> CheckedAsync(
        CodeRequest request, HttpContext http, Account account, UserManager<Account> users, IdentityDbContext db, Attempts attempts,
        IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var key = Attempts.Code(account.Id);
        if (await attempts.CountAsync(key, options.Value.FailuresPerAccount, cancel) is { } wait)
        {
            return Attempts.Refused(http, wait);
        }

        if (await CheckAsync(users, db, account, request.Code!, clock, cancel) == Code.Wrong)
        {
            return Problems.Invalid("code", "This is not the code that the authenticator shows now, or it was used already: give the next one.");
        }

        await attempts.ForgetAsync(key, cancel);
        return null;
    }

    private static ProblemHttpResult Changed() =>
        TypedResults.Problem("The account changed at the same moment: try again.", statusCode: StatusCodes.Status409Conflict);
}
