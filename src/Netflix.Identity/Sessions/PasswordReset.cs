namespace Netflix.Identity.Sessions;

/// <summary>A way back in by mail: a random token, good once and for a short time, of which only the hash is kept.</summary>
internal sealed class PasswordReset
{
    private PasswordReset() { }

    public byte[] Hash { get; private init; } = [];
    public Guid AccountId { get; private init; }
    public DateTimeOffset ExpiresAt { get; private init; }

    internal static (PasswordReset Row, string Text) Make(Guid accountId, DateTimeOffset expiresAt)
    {
        var (hash, text) = SecretText.Make();
        return (new() { Hash = hash, AccountId = accountId, ExpiresAt = expiresAt }, text);
    }
}
