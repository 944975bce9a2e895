namespace Netflix.Identity.Sessions;

/// <summary>A refresh token, good for one use; only its hash is kept.</summary>
internal sealed class RefreshToken
{
    private RefreshToken() { }

    public byte[] Hash { get; private init; } = [];
    public Guid DeviceId { get; private init; }
    public DateTimeOffset ExpiresAt { get; private init; }
    public DateTimeOffset? UsedAt { get; private set; }

    internal static (RefreshToken Row, string Text) Make(Guid deviceId, DateTimeOffset expiresAt)
    {
        var (hash, text) = SecretText.Make();
        return (new() { Hash = hash, DeviceId = deviceId, ExpiresAt = expiresAt }, text);
    }

    internal void Use(DateTimeOffset now) => UsedAt = now;
}
