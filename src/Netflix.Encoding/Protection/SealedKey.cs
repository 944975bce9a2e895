namespace Netflix.Encoding.Protection;

/// <summary>A content key as the database has it: sealed.</summary>
internal sealed class SealedKey
{
    public required Guid AssetId { get; init; }

    /// <summary>Of <see cref="Contracts.QualityClass"/>.</summary>
    public required string Label { get; init; }
    public required Guid KeyId { get; init; }
    public required byte[] Sealed { get; init; }
}
