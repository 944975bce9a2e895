using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Deletes a profile with all that it watched, rated and listed; the last one stays.</summary>
internal static class DeleteProfile
{
    internal static void Map(IEndpointRouteBuilder profiles) =>
        profiles.MapDelete("/{profileId:guid}", Handle).RequireProfile()
            .WithSummary("Delete a profile").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    internal static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        Guid profileId, HttpContext http, IdentityDbContext db, Viewers viewers, CancellationToken cancel)
    {
        var accountId = http.User.AccountId();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockAccountAsync(accountId, cancel);
        var profiles = await db.Profiles.Where(profile => profile.AccountId == accountId).ToListAsync(cancel);
        if (profiles.Find(profile => profile.ProfileId == profileId) is not { } gone)
        {
            return TypedResults.NotFound();
        }

        if (profiles.Count == 1)
        {
            return TypedResults.Problem("An account keeps at least one profile: add another one first.", statusCode: StatusCodes.Status409Conflict);
        }

        db.Profiles.Remove(gone);
        db.Publish(new ProfileChanged(accountId, profileId, Deleted: true));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        viewers.Forget(accountId);
        return TypedResults.NoContent();
    }
}
