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

/// <summary>Changes a profile's settings. A new PIN must be given again on every other device.</summary>
internal static class ChangeProfile
{
    internal static void Map(IEndpointRouteBuilder profiles) =>
        profiles.MapPatch("/{profileId:guid}", Handle).RequireProfile().Validate<ProfileRequest>()
            .WithSummary("Change a profile's settings").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);

    internal static async Task<Results<Ok<ProfileView>, NotFound>> Handle(
        Guid profileId, ProfileRequest request, HttpContext http, IdentityDbContext db, Viewers viewers, IPasswordHasher<Profile> hasher,
        AuditTrail trail, CancellationToken cancel)
    {
        var (accountId, deviceId) = (http.User.AccountId(), http.User.DeviceId());
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockAccountAsync(accountId, cancel);
        if (await db.Profiles.SingleOrDefaultAsync(p => p.ProfileId == profileId && p.AccountId == accountId, cancel) is not { } profile)
        {
            return TypedResults.NotFound();
        }

        var hadPin = profile.PinHash is not null;
        request.ApplyTo(profile, hasher);
        if (request.SetsPin || hadPin != profile.PinHash is not null)
        {
            trail.Add(AuditKind.ProfilePinChanged, http, accountId, detail: request.SetsPin ? "set" : "removed");
        }

        if (request.SetsPin)
        {
            await db.Unlocks.Where(unlock => unlock.ProfileId == profileId).ExecuteDeleteAsync(cancel);
            db.Unlocks.Add(new ProfileUnlock(deviceId, profileId));
        }

        db.Publish(new ProfileChanged(accountId, profileId, Deleted: false));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        viewers.Forget(accountId);
        return TypedResults.Ok(ProfileView.Of(profile));
    }
}
