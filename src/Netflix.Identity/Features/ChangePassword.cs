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

/// <summary>Changes the password, and signs every other device out: one of them may be why.</summary>
internal static class ChangePassword
{
    internal sealed record Request(string? CurrentPassword, string? NewPassword);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.CurrentPassword).Secret("current password");
            RuleFor(request => request.NewPassword).NewPassword();
        }
    }

    internal static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/password/change", Handle).RequireAuthorization().Validate<Request>()
        .WithSummary("Change the password").Produces(204).ProducesProblem(401).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, ClaimsPrincipal user, UserManager<Account> users, IdentityDbContext db,
        Attempts attempts, Revocations revocations, AuditTrail trail, IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        var accountId = user.AccountId();
        if (await attempts.CountAsync(Attempts.Password(accountId), options.Value.FailuresPerAccount, cancel) is { } wait)
        {
            return Attempts.Refused(http, wait);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockAccountAsync(accountId, cancel) is not { } account)
        {
            return TypedResults.NotFound();
        }

        if (!await users.CheckPasswordAsync(account, request.CurrentPassword!))
        {
            return Problems.Invalid("currentPassword", "This is not the current password.");
        }

        await attempts.ForgetAsync(Attempts.Password(accountId), cancel);
        if (string.Equals(request.NewPassword, account.Email, StringComparison.OrdinalIgnoreCase))
        {
            return Problems.Invalid("newPassword", "The password must not be the email address.");
        }

        var here = user.DeviceId();
        var others = await db.Devices.Where(device => device.AccountId == accountId && device.DeviceId != here).Select(device => device.DeviceId).ToArrayAsync(cancel);
        var signedOut = await revocations.SignOutAsync(db, accountId, others, cancel);
        trail.Add(AuditKind.PasswordChanged, http, accountId);
        db.Publish(new SecurityNoticeRaised(accountId, SecurityNotice.PasswordChanged, null, AuditTrail.AddressOf(http), clock.GetUtcNow()));
        await db.PasswordResets.Where(reset => reset.AccountId == accountId).ExecuteDeleteAsync(cancel); // mailed to whoever reads the old mails
        var result = await users.ChangePasswordAsync(account, request.CurrentPassword!, request.NewPassword!); // saves it all
        if (!result.Succeeded)
        {
            return result.Problem("newPassword");
        }

        await transaction.CommitAsync(cancel);
        revocations.Refuse(signedOut);
        return TypedResults.NoContent();
    }
}
