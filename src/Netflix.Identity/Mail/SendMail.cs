using MassTransit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Identity.Sessions;

namespace Netflix.Identity.Mail;

/// <summary>
/// Writes to account owners. Mail leaves from the outbox, not inside a request: a kill or a mail server that is away loses
/// none, and an answer takes as long for an email with an account as for one without.
/// </summary>
internal sealed class SendMail(
    IdentityDbContext db, IMailer mailer, ILookupNormalizer normalizer, AuditTrail trail, IOptions<SiteOptions> site,
    IOptions<AccountOptions> options, TimeProvider clock) : IConsumer<PasswordResetRequested>, IConsumer<SecurityNoticeRaised>
{
    /// <summary>The token is made here, so that its text never stands in a table: a repeated event sends another one.</summary>
    public async Task Consume(ConsumeContext<PasswordResetRequested> context)
    {
        var (request, cancel) = (context.Message, context.CancellationToken);
        var normalized = normalizer.NormalizeEmail(request.Email);
        if (await db.Users.SingleOrDefaultAsync(account => account.NormalizedEmail == normalized, cancel) is not { } account)
        {
            return;
        }

        var lifetime = options.Value.PasswordResetLifetime;
        var (reset, token) = PasswordReset.Make(account.Id, clock.GetUtcNow() + lifetime);
        db.PasswordResets.Add(reset);
        trail.Add(AuditKind.PasswordResetRequested, account.Id, request.Address);
        await db.SaveChangesAsync(cancel);
        await mailer.SendAsync(account.Email!, "Choose a new password", $"""
            Somebody, we hope you, asked for a new password for this account.

            Choose one here within {lifetime.TotalMinutes:0} minutes:
            {site.Value.LinkTo("/reset-password?token=" + token)}

            It works once, and signs every device out. If it was not you, do nothing: the password stays as it is.
            """, cancel);
    }

    public async Task Consume(ConsumeContext<SecurityNoticeRaised> context)
    {
        var (notice, cancel) = (context.Message, context.CancellationToken);
        var email = await db.Users.Where(account => account.Id == notice.AccountId).Select(account => account.Email).SingleOrDefaultAsync(cancel);
        if (email is null)
        {
            return;
        }

        var (subject, what) = notice.Notice switch
        {
            SecurityNotice.NewDevice => ("A new device is signed in", $"\"{notice.Device}\" was signed in to your account for the first time."),
            SecurityNotice.PasswordChanged => ("Your password was changed", "The password of your account was changed, and other devices were signed out."),
            SecurityNotice.TwoFactorDisabled => ("The second factor is off", "Sign-in to your account asks for no code any more."),
            _ => throw new InvalidOperationException($"No text for {notice.Notice}."),
        };
        await mailer.SendAsync(email, subject, $"""
            {what}

            When: {notice.At:yyyy-MM-dd HH:mm} UTC
            From: {notice.Address ?? "an unknown address"}

            If it was you, all is well. If not, choose a new password now, and look at your devices:
            {site.Value.LinkTo("/forgot-password")}
            """, cancel);
    }
}
