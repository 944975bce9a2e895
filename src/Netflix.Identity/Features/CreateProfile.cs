using System.Security.Claims;
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

/// <summary>Adds a profile, up to five an account.</summary>
internal static class CreateProfile
{
    internal static void Map(IEndpointRouteBuilder profiles) =>
        profiles.MapPost("", Handle).RequireAuthorization().Validate<ProfileRequest>()
            .WithSummary("Add a profile, at most five").ProducesProblem(401).ProducesProblem(409);

    internal static async Task<Results<Created<ProfileView>, NotFound, ValidationProblem, ProblemHttpResult>> Handle(
        ProfileRequest request, HttpContext http, ClaimsPrincipal user, IdentityDbContext db, Viewers viewers, IPasswordHasher<Profile> hasher,
        AuditTrail trail, TimeProvider clock, CancellationToken cancel)
    {
        if (request.Name is null)
        {
            return Problems.Invalid("name", "Give the profile a name.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockAccountAsync(user.AccountId(), cancel) is not { } account)
        {
            return TypedResults.NotFound();
        }

        if (await db.Profiles.CountAsync(profile => profile.AccountId == account.Id, cancel) >= Profile.Most)
        {
            return TypedResults.Problem($"An account has at most {Profile.Most} profiles: delete one first.", statusCode: StatusCodes.Status409Conflict);
        }

        var profile = Profile.Make(account.Id, request.Name.Trim(), clock.GetUtcNow());
        request.ApplyTo(profile, hasher);
        db.Profiles.Add(profile);
        if (request.SetsPin)
        {
            db.Unlocks.Add(new ProfileUnlock(user.DeviceId(), profile.ProfileId)); // who sets the PIN knows it
            trail.Add(AuditKind.ProfilePinChanged, http, account.Id, detail: "set");
        }

        db.Publish(new ProfileChanged(account.Id, profile.ProfileId, Deleted: false));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        viewers.Forget(account.Id);
        return TypedResults.Created($"/api/v1/profiles/{profile.ProfileId}", ProfileView.Of(profile));
    }
}
