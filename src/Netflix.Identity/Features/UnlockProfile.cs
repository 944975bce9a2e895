using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Unlocks a profile for this device by its PIN, or by the account's password when the PIN is forgotten.</summary>
internal static class UnlockProfile
{
    internal sealed record Request(string? Pin, string? Password);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Pin).Pin().When(request => request.Password is null);
            RuleFor(request => request.Password).Secret("password").When(request => request.Password is not null);
        }
    }

    internal static void Map(IEndpointRouteBuilder profiles) =>
        profiles.MapPost("/{profileId:guid}/unlock", Handle).RequireAuthorization().Validate<Request>()
            .WithSummary("Unlock a profile for this device by its PIN").Produces<ProfileView>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(429);

    internal static async Task<IResult> Handle(
        Guid profileId, Request request, HttpContext http, ClaimsPrincipal user, IdentityDbContext db, UserManager<Account> users,
        IPasswordHasher<Profile> hasher, Attempts attempts, AuditTrail trail, IOptions<AccountOptions> options, CancellationToken cancel)
    {
        var (accountId, deviceId) = (user.AccountId(), user.DeviceId());
        if (await db.Profiles.AsNoTracking().SingleOrDefaultAsync(p => p.ProfileId == profileId && p.AccountId == accountId, cancel) is not { } profile)
        {
            return TypedResults.NotFound();
        }

        if (profile.PinHash is null)
        {
            return TypedResults.Ok(ProfileView.Of(profile)); // open to everybody
        }

        // Ten thousand PINs: ten tries in five minutes make guessing one a matter of days.
        var key = request.Password is null ? Attempts.Pin(profileId) : Attempts.Password(accountId);
        if (await attempts.CountAsync(key, options.Value.FailuresPerAccount, cancel) is { } wait)
        {
            return Attempts.Refused(http, wait);
        }

        var right = request.Password is { } password
            ? await db.Users.SingleOrDefaultAsync(account => account.Id == accountId, cancel) is { } account && await users.CheckPasswordAsync(account, password)
            : hasher.VerifyHashedPassword(profile, profile.PinHash, request.Pin!) != PasswordVerificationResult.Failed;
        if (!right)
        {
            await trail.AddNowAsync(AuditKind.ProfilePinFailed, http, accountId, request.Password is null ? null : "by the account's password", cancel);
            return Problems.Refused("wrongPin", request.Password is null ? "This is not the profile's PIN." : "This is not the account's password.");
        }

        await attempts.ForgetAsync(key, cancel);

        // Nothing to insert when the profile, its PIN or the device went away meanwhile.
        await db.Database.ExecuteSqlAsync($"""
            insert into identity.profile_unlocks (device_id, profile_id)
            select d.device_id, p.profile_id from identity.devices d join identity.profiles p using (account_id)
            where d.device_id = {deviceId} and p.profile_id = {profileId} and p.pin_hash = {profile.PinHash}
            for key share
            on conflict do nothing
            """, cancel);
        return TypedResults.Ok(ProfileView.Of(profile));
    }
}
