using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Lists where the account is signed in, the last used first.</summary>
internal static class ListDevices
{
    internal sealed record Response(Guid DeviceId, string Name, string Type, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, bool Current);

    internal static void Map(IEndpointRouteBuilder devices) =>
        devices.MapGet("", Handle).RequireAuthorization().WithSummary("Where the account is signed in").ProducesProblem(401);

    internal static async Task<Results<Ok<Page<Response>>, ValidationProblem>> Handle(
        ClaimsPrincipal user, IdentityDbContext db, CancellationToken cancel, int? page = null, int? limit = null)
    {
        if (Paging.Errors(page, limit) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (accountId, current) = (user.AccountId(), user.DeviceId());
        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var devices = db.Devices.AsNoTracking().Where(device => device.AccountId == accountId);
        var items = await devices
            .OrderByDescending(device => device.LastUsedAt).ThenBy(device => device.DeviceId)
            .Skip((number - 1) * size).Take(size)
            .Select(device => new Response(device.DeviceId, device.Name, device.Type, device.CreatedAt, device.LastUsedAt, device.DeviceId == current))
            .ToListAsync(cancel);
        return TypedResults.Ok(new Page<Response>(items, await devices.CountAsync(cancel), number, size));
    }
}
