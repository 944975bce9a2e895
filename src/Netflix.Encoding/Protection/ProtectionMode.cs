namespace Netflix.Encoding.Protection;

/// <summary>How an asset's sound and pictures lie in the store.</summary>
internal enum ProtectionMode
{
    /// <summary>Encrypted by the common scheme that every DRM reads, with a key for each quality class.</summary>
    Cbcs,

    /// <summary>Clear.</summary>
    None,
}
