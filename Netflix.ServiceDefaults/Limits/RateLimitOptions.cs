using System.ComponentModel.DataAnnotations;

namespace Netflix.ServiceDefaults.Limits;

/// <summary>
/// Settings under <c>Netflix:RateLimits</c>: calls a minute, all of which may come at once. A player makes 6 progress calls
/// and some event calls a minute; a busy person browsing about 100. Segments are the edges', and not limited; redirects to them (Shaka over HLS) are some 30 a minute.
/// </summary>
internal sealed class RateLimitOptions
{
    public bool Enabled { get; init; } = true;

    /// <summary>All devices of an account together.</summary>
    [Range(1, 10_000_000)]
    public int AccountPerMinute { get; init; } = 3000;

    /// <summary>Households and whole companies share one; loopback is free.</summary>
    [Range(1, 10_000_000)]
    public int AddressPerMinute { get; init; } = 12_000;

    /// <summary>Of one address to the routes that take passwords and codes.</summary>
    [Range(1, 10_000_000)]
    public int SignInPerMinute { get; init; } = 60;

    /// <summary>Of one playback session to the routes that give keys: a play needs a few.</summary>
    [Range(1, 10_000_000)]
    public int LicencesPerMinute { get; init; } = 60;
}
