using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features.QuickSignIn;

/// <summary>Confirms or refuses a television, once.</summary>
internal static class DecideRequest
{
    internal sealed record Request(string? UserCode);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.UserCode).Secret("code that the device shows");
    }

    internal static void Map(IEndpointRouteBuilder quick)
    {
        Map(quick, "/approve", approved: true, "Sign the television in");
        Map(quick, "/deny", approved: false, "Refuse the television");
    }

    private static void Map(IEndpointRouteBuilder quick, string path, bool approved, string summary) =>
        quick.MapPost(path, (
                Request request, HttpContext http, IdentityDbContext db, Attempts attempts, AuditTrail trail, IOptions<AccountOptions> options,
                TimeProvider clock, CancellationToken cancel) => Handle(request, approved, http, db, attempts, trail, options, clock, cancel))
            .RequireAuthorization().Validate<Request>()
            .WithSummary(summary).Produces(204).ProducesProblem(401).ProducesProblem(404).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        Request request, bool approved, HttpContext http, IdentityDbContext db, Attempts attempts, AuditTrail trail,
        IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockAccountAsync(http.User.AccountId(), cancel) is not { } account)
        {
            return TypedResults.NotFound();
        }

        var (link, refusal) = await ShowRequest.FindAsync(request.UserCode!, http, db, attempts, options.Value, clock, cancel);
        if (link is null)
        {
            return refusal!;
        }

        link.Decide(account.Id, approved);
        if (approved)
        {
            trail.Add(AuditKind.QuickSignInApproved, http, account.Id, detail: link.DeviceName);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }
}
