using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>
/// Takes the wish for a new password. Whether the email has an account is found out later, by who writes the mail: the
/// answer is the same and as quick for any email.
/// </summary>
internal static class ForgotPassword
{
    internal sealed record Request(string? Email);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Email).Email();
    }

    internal static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/password/forgot", Handle).AllowAnonymous().Validate<Request>()
        .WithSummary("Ask for a mail with a way to a new password").Produces(202).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, IdentityDbContext db, Attempts attempts, IOptions<AccountOptions> options, TimeProvider clock,
        CancellationToken cancel)
    {
        if (await attempts.CountAsync(Attempts.Address(http, "reset"), options.Value.FailuresPerAddress, cancel) is { } wait)
        {
            return Attempts.Refused(http, wait);
        }

        // Too many for one email are taken without a word, and without a mail: nobody's mailbox is flooded from here.
        var email = request.Email!.Trim();
        if (await attempts.CountAsync(Attempts.Reset(email), options.Value.ResetsPerAccount, cancel) is null)
        {
            db.Publish(new PasswordResetRequested(email, AuditTrail.AddressOf(http), clock.GetUtcNow()));
            await db.SaveChangesAsync(cancel);
        }

        return TypedResults.Accepted((string?)null);
    }
}
