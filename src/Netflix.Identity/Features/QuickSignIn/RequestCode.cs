using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Netflix.Identity.Mail;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;
using Netflix.ServiceDefaults.Region;

namespace Netflix.Identity.Features.QuickSignIn;

/// <summary>Gives a television a short code to show, and a long one to ask with.</summary>
internal static class RequestCode
{
    internal sealed record Request(string? DeviceName, string? DeviceType);

    /// <param name="ExpiresIn">Seconds.</param>
    /// <param name="Interval">Seconds to leave between two questions.</param>
    internal sealed record Response(string DeviceCode, string UserCode, string VerificationUrl, int ExpiresIn, int Interval);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.DeviceName).Label("A device's name", 100).When(request => request.DeviceName is not null);
            RuleFor(request => request.DeviceType).Label("A device's type", 40).When(request => request.DeviceType is not null);
        }
    }

    internal static void Map(IEndpointRouteBuilder quick) => quick.MapPost("/code", Handle).AllowAnonymous().Validate<Request>()
        .WithSummary("A code for a television to show").Produces<Response>().ProducesProblem(429);

    internal static async Task<IResult> Handle(
        Request request, HttpContext http, IdentityDbContext db, Regions regions, Attempts attempts, IOptions<AccountOptions> options,
        IOptions<SiteOptions> site, TimeProvider clock, CancellationToken cancel)
    {
        if (await attempts.CountAsync(Attempts.Address(http, "link"), options.Value.FailuresPerAddress, cancel) is { } wait)
        {
            return Attempts.Refused(http, wait);
        }

        var (link, deviceCode, userCode) = DeviceLink.Make(
            request.DeviceName?.Trim(), request.DeviceType?.Trim(), AuditTrail.AddressOf(http), regions.Of(http).Country, clock.GetUtcNow(),
            options.Value.QuickSignInLifetime);
        db.DeviceLinks.Add(link);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Response(
            deviceCode, userCode, site.Value.LinkTo("/link"), (int)options.Value.QuickSignInLifetime.TotalSeconds, link.IntervalSeconds));
    }
}
