namespace Netflix.Identity.Sessions;

/// <summary>One signed-in device: a chain of refresh tokens. Signing it out deletes it.</summary>
internal sealed class Device
{
    private Device() { }

    public Guid DeviceId { get; private init; }
    public Guid AccountId { get; private init; }
    public string Name { get; private init; } = "";
    public string Type { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset LastUsedAt { get; private set; }

    internal static Device SignIn(Guid accountId, string? name, string? type, DateTimeOffset now) => new()
    {
        DeviceId = Guid.CreateVersion7(now),
        AccountId = accountId,
        Name = name ?? "Unnamed device",
        Type = type ?? "unknown",
        CreatedAt = now,
        LastUsedAt = now,
    };

    internal void Use(DateTimeOffset now) => LastUsedAt = now;
}

/// <summary>A device whose access tokens are refused, remembered while the last of them may live.</summary>
/// <param name="Key">A hash of the device's id: see <see cref="Revocations.KeyOf"/>.</param>
/// <param name="IssuedBefore">Only tokens older than this are refused; null refuses all: the device is signed out.</param>
internal sealed record RevokedDevice(Guid Key, DateTimeOffset RevokedAt, DateTimeOffset? IssuedBefore);

/// <summary>A device on which the profile's PIN was given.</summary>
internal sealed record ProfileUnlock(Guid DeviceId, Guid ProfileId);
