using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Identity.Sessions;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Sets a new password by a mailed token, and signs every device out: whoever is signed in may be why.</summary>
internal static class ResetPassword
{
    internal sealed record Request(string? Token, string? NewPassword);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Token).Secret("token of the mail");
            RuleFor(request => request.NewPassword).NewPassword();
        }
    }

    internal static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/password/reset", Handle).AllowAnonymous().Validate<Request>()
        .WithSummary("Set a new password by the token of the mail").Produces(204).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, UserManager<Account> users, IdentityDbContext db, Attempts attempts, Revocations revocations,
        AuditTrail trail, TimeProvider clock, CancellationToken cancel)
    {
        var (hash, now) = (SecretText.HashOf(request.Token!), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // Of two uses at once the second waits for the row, and finds it gone.
        var reset = (await db.PasswordResets.FromSql($"select * from identity.password_resets where hash = {hash} for update").ToListAsync(cancel)).SingleOrDefault();
        if (reset is null || reset.ExpiresAt <= now || await db.LockAccountAsync(reset.AccountId, cancel) is not { } account)
        {
            return Problems.Invalid("token", "The link is used, expired or not ours: ask for a new mail.");
        }

        if (string.Equals(request.NewPassword, account.Email, StringComparison.OrdinalIgnoreCase))
        {
            return Problems.Invalid("newPassword", "The password must not be the email address.");
        }

        await db.PasswordResets.Where(one => one.AccountId == account.Id && one.Hash != hash).ExecuteDeleteAsync(cancel);
        db.PasswordResets.Remove(reset);
        var devices = await db.Devices.Where(device => device.AccountId == account.Id).Select(device => device.DeviceId).ToArrayAsync(cancel);
        var signedOut = await revocations.SignOutAsync(db, account.Id, devices, cancel);
        account.PasswordHash = users.PasswordHasher.HashPassword(account, request.NewPassword!);
        trail.Add(AuditKind.PasswordReset, http, account.Id);
        db.Publish(new SecurityNoticeRaised(account.Id, SecurityNotice.PasswordChanged, null, AuditTrail.AddressOf(http), now));
        var result = await users.UpdateSecurityStampAsync(account); // saves it all
        if (!result.Succeeded)
        {
            return result.Problem("newPassword");
        }

        await transaction.CommitAsync(cancel);
        revocations.Refuse(signedOut);
        await attempts.ForgetAsync(Attempts.SignIn(account.Email!), cancel); // a pause after wrong guesses was for the old one
        await attempts.ForgetAsync(Attempts.Password(account.Id), cancel);
        return TypedResults.NoContent();
    }
}
