using System.ComponentModel.DataAnnotations;

namespace Netflix.Delivery;

/// <summary><c>Netflix:Edge</c>: one edge process.</summary>
internal sealed class EdgeOptions : IValidatableObject
{
    internal const string Section = "Netflix:Edge";

    /// <summary>Name in the registry; the machine's name and port when not set.</summary>
    [RegularExpression(EdgeName.Shape, ErrorMessage = "Netflix:Edge:Id has 1 to 100 letters, digits, and -_.:")]
    public string? Id { get; set; }

    /// <summary>Scheme, host and port as players reach this edge; the address it listens on when not set.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Country or area this edge stands in; players of that region are sent here first. Empty: anywhere.</summary>
    [MaxLength(50)]
    public string Region { get; set; } = "";

    /// <summary>Bytes of segments kept in memory.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long MemoryBytes { get; set; } = 256L << 20;

    /// <summary>
    /// Where segments over 64 KB lie, as files without a name that the kernel keeps in memory; the disk only sees them written,
    /// once. Make it a local disk's folder: the default is the system's temporary one.
    /// </summary>
    [Required]
    public string SpoolDirectory { get; set; } = Path.GetTempPath();

    /// <summary>Where segments are kept beyond memory and restarts; empty: nowhere. An edge's own.</summary>
    public string DiskDirectory { get; set; } = "";

    /// <summary>Bytes of segments kept there.</summary>
    [Range(0, long.MaxValue)]
    public long DiskBytes { get; set; } = 10L << 30;

    /// <summary>Fetches the next segment of a row while the last one plays.</summary>
    public bool FetchAhead { get; set; } = true;

    /// <summary>Keeps segments in memory that the kernel may not drop, and off the disk, for 1.5 to 2 times the CPU of sending.</summary>
    public bool Resident { get; set; }

    /// <summary>Largest object that is read from the origin.</summary>
    [Range(1, 1 << 30)]
    public int MaxObjectBytes { get; set; } = 64 << 20;

    /// <summary>Reads from the origin at one time; more wait their turn within <see cref="OriginTimeout"/>.</summary>
    [Range(1, 10_000)]
    public int OriginConcurrency { get; set; } = 64;

    /// <summary>Longest wait for one object, its turn included; then 503.</summary>
    public TimeSpan OriginTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A client that takes no byte for so long is cut off.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Sends large segments by sendfile(2) on plain HTTP/1.1, in a process that is an edge alone, on Linux.</summary>
    public bool SendFile { get; set; } = true;

    /// <summary>What this edge's line carries: its load is measured against it.</summary>
    [Range(1, 1_000_000)]
    public int CapacityMbps { get; set; } = 10_000;

    /// <summary>Collects what players tell with their requests (CMCD), for the web to keep.</summary>
    public bool Cmcd { get; set; } = true;

    /// <summary>Time between two heartbeats to the web.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is not null && !EdgeName.IsBaseUrl(PublicUrl))
        {
            yield return new("Netflix:Edge:PublicUrl is scheme, host and port only: https://edge1.example.com");
        }

        if (!Directory.Exists(SpoolDirectory))
        {
            yield return new($"Netflix:Edge:SpoolDirectory '{SpoolDirectory}' is no folder.");
        }

        if (OriginTimeout <= TimeSpan.Zero || StallTimeout <= TimeSpan.Zero || HeartbeatInterval <= TimeSpan.Zero)
        {
            yield return new("Netflix:Edge: OriginTimeout, StallTimeout and HeartbeatInterval must be positive.");
        }
    }
}

/// <summary>What may name an edge, on both sides of the registry.</summary>
internal static class EdgeName
{
    internal const string Shape = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$";

    /// <summary>An absolute http(s) URL with nothing after the port.</summary>
    internal static bool IsBaseUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" &&
        uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
