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

/// <summary>A signed-out device, remembered while its last access token may live.</summary>
internal sealed record RevokedDevice(Guid DeviceId, DateTimeOffset RevokedAt);

/// <summary>A device on which the profile's PIN was given.</summary>
internal sealed record ProfileUnlock(Guid DeviceId, Guid ProfileId);
