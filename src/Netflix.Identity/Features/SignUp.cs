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
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Identity.Features;

/// <summary>Opens an account with its first profile, and signs its first device in.</summary>
internal static class SignUp
{
    internal sealed record Request(string? Email, string? Password, string? Country, string? Plan, string? Language, string? DeviceName, string? DeviceType);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Email).Email();
            RuleFor(request => request.Password).NewPassword()
                .Must((request, password) => !string.Equals(password, request.Email?.Trim(), StringComparison.OrdinalIgnoreCase))
                .WithMessage("The password must not be the email address.");
            RuleFor(request => request.Country).Country();
            RuleFor(request => request.Plan).PlanName().When(request => request.Plan is not null);
            RuleFor(request => request.Language).Language().When(request => request.Language is not null);
            RuleFor(request => request.DeviceName).Label("A device's name", 100).When(request => request.DeviceName is not null);
            RuleFor(request => request.DeviceType).Label("A device's type", 40).When(request => request.DeviceType is not null);
        }
    }

    internal static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/signup", Handle).AllowAnonymous().Validate<Request>()
        .WithSummary("Open an account").Produces<SignedIn>(201).ProducesProblem(409).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, UserManager<Account> users, IdentityDbContext db, TokenIssuer tokens,
        Attempts attempts, AuditTrail trail, IOptions<AccountOptions> options, TimeProvider clock, CancellationToken cancel)
    {
        if (await attempts.CountAsync(Attempts.Address(http, "sign-up"), options.Value.SignUpsPerAddress, cancel) is { } wait)
        {
            return Attempts.Refused(http, wait);
        }

        var plan = Rules.TryName<Plan>(request.Plan, out var named) ? named : Plan.Standard;
        var account = Account.Open(request.Email!.Trim(), request.Country!.ToUpperInvariant(), plan, clock.GetUtcNow());
        if (request.Language is not null)
        {
            account.Speak(Rules.LanguageTag(request.Language));
        }

        var profile = db.AddFirstProfile(account);
        var device = Device.SignIn(account.Id, request.DeviceName?.Trim(), request.DeviceType?.Trim(), account.CreatedAt);
        db.Devices.Add(device);
        trail.Add(AuditKind.SignedUp, http, account.Id, device.DeviceId);
        var pair = tokens.Issue(db, account, device.DeviceId);
        try
        {
            // Saves all of the above with the account.
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var result = await users.CreateAsync(account, request.Password!);
            if (!result.Succeeded)
            {
                return result.Errors.Any(error => error.Code.StartsWith("Duplicate", StringComparison.Ordinal)) ? Known() : result.Problem("password");
            }

            await db.MeetAsync(device, http, tell: false, cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Known(); // signed up at the same moment by another request
        }

        return TypedResults.Created("/api/v1/account", SignedIn.With(pair, [profile]));
    }

    private static ProblemHttpResult Known() =>
        TypedResults.Problem("There is an account with this email: sign in, or use another one.", statusCode: StatusCodes.Status409Conflict);
}
