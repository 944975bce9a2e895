using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Netflix.Identity.Sessions;

namespace Netflix.Identity.Features;

/// <summary>The answer to sign-up and sign-in: tokens, and the profiles to choose from.</summary>
internal sealed record SignedIn(
    Guid UserId, Guid DeviceId, string AccessToken, string RefreshToken, int ExpiresIn, IReadOnlyList<ProfileView> Profiles)
{
    internal static SignedIn With(TokenPair pair, IEnumerable<Profile> profiles) => new(
        pair.UserId, pair.DeviceId, pair.AccessToken, pair.RefreshToken, pair.ExpiresIn, profiles.Select(ProfileView.Of).ToList());
}

internal static class IdentityResults
{
    /// <summary>What ASP.NET Core Identity refused, as a 400 of one field.</summary>
    internal static IResult Problem(this IdentityResult result, string field) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = result.Errors.Select(error => error.Description).ToArray() });
}
