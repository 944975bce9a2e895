using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features.QuickSignIn;

/// <summary>Shows what a code would sign in, so that nobody confirms a stranger's device unseen.</summary>
internal static class ShowRequest
{
    internal sealed record Response(string DeviceName, string DeviceType, string? Address, string? Region, DateTimeOffset RequestedAt);

    internal static void Map(IEndpointRouteBuilder quick) => quick.MapGet("/{userCode}", Handle).RequireAuthorization()
        .WithSummary("What a television's code would sign in").Produces<Response>().ProducesProblem(401).ProducesProblem(404).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        string userCode, HttpContext http, IdentityDbContext db, Attempts attempts, IOptions<AccountOptions> options, TimeProvider clock,
        CancellationToken cancel)
    {
        var (link, refusal) = await FindAsync(userCode, http, db, attempts, options.Value, clock, cancel);
        return refusal ?? TypedResults.Ok(new Response(link!.DeviceName, link.DeviceType, link.Address, link.Region, link.RequestedAt));
    }

    /// <summary>The waiting request of a code, its row locked to the end of a transaction if there is one. Wrong codes are counted.</summary>
    internal static async Task<(DeviceLink? Link, IResult? Refusal)> FindAsync(
        string userCode, HttpContext http, IdentityDbContext db, Attempts attempts, AccountOptions options, TimeProvider clock, CancellationToken cancel)
    {
        var key = Attempts.Link(http.User.AccountId());
        if (await attempts.CountAsync(key, options.FailuresPerAccount, cancel) is { } wait)
        {
            return (null, Attempts.Refused(http, wait));
        }

        var (hash, now) = (DeviceLink.HashOf(userCode), clock.GetUtcNow());
        var link = hash is null ? null : (await db.DeviceLinks.FromSql(
            $"select * from identity.device_links where user_hash = {hash} and state = 'Pending' and expires_at > {now} for update").ToListAsync(cancel)).SingleOrDefault();
        if (link is null)
        {
            return (null, NoSuchCode());
        }

        await attempts.TakeBackAsync(key, cancel); // not forgotten: a guesser can make right codes at will
        return (link, null);
    }

    private static ProblemHttpResult NoSuchCode() => TypedResults.Problem(
        "No device waits with this code: look at its letters again, or ask the device for a new one.", statusCode: StatusCodes.Status404NotFound);
}
