using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Sessions;

/// <summary>What a device gets: a short access token, and a refresh token for the next pair.</summary>
/// <param name="ExpiresIn">Seconds of the access token.</param>
internal sealed record TokenPair(Guid UserId, Guid DeviceId, string AccessToken, string RefreshToken, int ExpiresIn);

/// <summary>Makes token pairs; access tokens are the framework's data-protected tickets.</summary>
internal sealed class TokenIssuer(IOptionsMonitor<BearerTokenOptions> bearer, IOptions<AccountOptions> options, TimeProvider clock)
{
    /// <summary>The ticket's own time of issue is rounded to seconds.</summary>
    private const string IssuedClaim = "issued";

    internal static DateTimeOffset IssuedAt(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(IssuedClaim), out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : DateTimeOffset.MinValue;

    /// <summary>The refresh token's row is added to <paramref name="db"/>: the pair is good once that is saved.</summary>
    internal TokenPair Issue(IdentityDbContext db, Account account, Guid deviceId)
    {
        var now = clock.GetUtcNow();
        var (row, refreshToken) = RefreshToken.Make(deviceId, now + options.Value.RefreshTokenLifetime);
        db.RefreshTokens.Add(row);

        var lifetime = options.Value.AccessTokenLifetime;
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, account.Id.ToString()),
                new(RequestIdentity.DeviceClaim, deviceId.ToString()),
                new(IssuedClaim, now.UtcTicks.ToString(CultureInfo.InvariantCulture)),
                .. account.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
            ],
            BearerTokenDefaults.AuthenticationScheme);
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { ExpiresUtc = now + lifetime },
            $"{BearerTokenDefaults.AuthenticationScheme}:AccessToken");
        var accessToken = bearer.Get(BearerTokenDefaults.AuthenticationScheme).BearerTokenProtector.Protect(ticket);
        return new(account.Id, deviceId, accessToken, refreshToken, (int)lifetime.TotalSeconds);
    }
}
