namespace Netflix.ServiceDefaults.Region;

/// <summary>Settings under <c>Netflix:Region</c>.</summary>
public sealed class RegionOptions
{
    /// <summary>Networks (CIDR) of our own proxies, by comma: only what comes from them may say whom it serves.</summary>
    public string? TrustedProxies { get; init; }

    /// <summary>Header in which a trusted proxy names the country, such as <c>CF-IPCountry</c>.</summary>
    public string? CountryHeader { get; init; }

    /// <summary>A database of countries in the MaxMind DB format.</summary>
    public string? Database { get; init; }

    /// <summary>Lists of networks whose region nobody can tell (VPNs, proxies), one CIDR a line: folders or files, by comma.</summary>
    public string? BlockedNetworks { get; init; }
}
