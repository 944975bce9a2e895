using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features.Administration;

/// <summary>Security events of all accounts or one, the newest first.</summary>
internal static class ReadAudit
{
    internal sealed record Response(
        Guid EventId, DateTimeOffset At, AuditKind Kind, Guid? AccountId, string? Email, Guid? DeviceId, string? Address, string? Detail);

    internal static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/audit", Handle)
        .WithSummary("Security events, the newest first").ProducesProblem(401).ProducesProblem(403);

    internal static async Task<Results<Ok<Page<Response>>, ValidationProblem>> Handle(
        IdentityDbContext db, CancellationToken cancel, Guid? accountId = null, EnumName<AuditKind>? kind = null,
        DateTimeOffset? from = null, DateTimeOffset? to = null, int? page = null, int? limit = null)
    {
        var errors = Paging.Errors(page, limit) ?? new Dictionary<string, string[]>();
        if (from > to)
        {
            errors["to"] = ["The end of the time lies before its beginning."];
        }

        if (errors.Count > 0)
        {
            return TypedResults.ValidationProblem(errors);
        }

        var (number, size) = (page ?? 1, limit ?? Paging.DefaultLimit);
        var events = db.Audit.AsNoTracking();
        events = accountId is { } account ? events.Where(audit => audit.AccountId == account) : events;
        events = kind is { Value: var named } ? events.Where(audit => audit.Kind == named) : events;
        events = from?.ToUniversalTime() is { } first ? events.Where(audit => audit.At >= first) : events;
        events = to?.ToUniversalTime() is { } last ? events.Where(audit => audit.At < last) : events;
        var found = await events
            .OrderByDescending(audit => audit.At).ThenByDescending(audit => audit.EventId)
            .Skip((number - 1) * size).Take(size)
            .Select(audit => new
            {
                audit,
                Email = db.Users.Where(account => account.Id == audit.AccountId).Select(account => account.Email).FirstOrDefault(),
                Actor = db.Users.Where(account => account.Id == audit.ActorId).Select(account => account.Email).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        var items = found.ConvertAll(one => new Response(
            one.audit.EventId, one.audit.At, one.audit.Kind, one.audit.AccountId, one.Email, one.audit.DeviceId, one.audit.Address,
            one.Actor is null ? one.audit.Detail : $"{one.audit.Detail}, by {one.Actor}"));
        return TypedResults.Ok(new Page<Response>(items, await events.CountAsync(cancel), number, size));
    }
}
