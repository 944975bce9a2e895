using System.Security.Cryptography;

namespace Netflix.Identity.Sessions;

internal enum LinkState { Pending, Approved, Denied }

/// <summary>A television that shows a code and waits for somebody signed in to confirm it (RFC 8628).</summary>
internal sealed class DeviceLink
{
    /// <summary>No vowels, so no words; none that is mistaken for another. 20^8 is 2.6e10: at ten tries in five minutes, safe.</summary>
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";
    private const int Length = 8;
    private const int FirstInterval = 5;

    private DeviceLink() { }

    public byte[] DeviceHash { get; private init; } = [];
    public byte[] UserHash { get; private init; } = [];
    public string DeviceName { get; private init; } = "";
    public string DeviceType { get; private init; } = "";
    public string? Address { get; private init; }
    public string? Region { get; private init; }
    public DateTimeOffset RequestedAt { get; private init; }
    public DateTimeOffset ExpiresAt { get; private init; }
    public DateTimeOffset? PolledAt { get; private set; }

    /// <summary>Seconds that the television leaves between two questions.</summary>
    public int IntervalSeconds { get; private set; }

    public LinkState State { get; private set; }
    public Guid? AccountId { get; private set; }

    internal static (DeviceLink Link, string DeviceCode, string UserCode) Make(
        string? name, string? type, string? address, string? region, DateTimeOffset now, TimeSpan lifetime)
    {
        var (deviceHash, deviceCode) = SecretText.Make();
        var letters = RandomNumberGenerator.GetString(Letters, Length);
        var link = new DeviceLink
        {
            DeviceHash = deviceHash,
            UserHash = SecretText.HashOf(letters),
            DeviceName = name ?? "Television",
            DeviceType = type ?? "tv",
            Address = address,
            Region = region,
            RequestedAt = now,
            ExpiresAt = now + lifetime,
            IntervalSeconds = FirstInterval,
        };
        return (link, deviceCode, $"{letters[..4]}-{letters[4..]}");
    }

    /// <summary>Of the code as people type it: any case, with or without its dash. Null when it cannot be one.</summary>
    internal static byte[]? HashOf(string userCode)
    {
        var letters = userCode.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return letters.Length == Length && letters.All(Letters.Contains) ? SecretText.HashOf(letters) : null;
    }

    /// <summary>False when it is asked too soon: from then on it may ask less often.</summary>
    internal bool Poll(DateTimeOffset now)
    {
        var soon = PolledAt is { } last && now - last < TimeSpan.FromSeconds(IntervalSeconds - 0.5); // timers are not exact
        PolledAt = now;
        IntervalSeconds += soon ? FirstInterval : 0;
        return !soon;
    }

    internal void Decide(Guid accountId, bool approved) =>
        (AccountId, State) = (accountId, approved ? LinkState.Approved : LinkState.Denied);
}
