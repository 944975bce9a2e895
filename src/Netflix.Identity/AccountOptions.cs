using System.ComponentModel.DataAnnotations;

namespace Netflix.Identity;

/// <summary>Settings under <c>Netflix:Identity</c>.</summary>
internal sealed class AccountOptions
{
    /// <summary>Makes <c>admin@netflix.local</c> (roles admin and studio) at start when set.</summary>
    [MinLength(Rules.PasswordMin), MaxLength(Rules.PasswordMax)]
    public string? AdminPassword { get; init; }

    /// <summary>Makes <c>demo@netflix.local</c> (Premium, with a kids profile) at start when set.</summary>
    [MinLength(Rules.PasswordMin), MaxLength(Rules.PasswordMax)]
    public string? DemoPassword { get; init; }

    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A device that does not come back for so long must sign in again.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>PBKDF2-HMAC-SHA512; 210,000 is OWASP's figure.</summary>
    [Range(1_000, 10_000_000)]
    public int PasswordIterations { get; init; } = 210_000;

    /// <summary>Wrong passwords, codes or PINs of one account before a pause.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerAccount { get; init; } = 10;

    /// <summary>Failed sign-ins from one address before a pause: whole households share one.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerAddress { get; init; } = 100;

    [Range(1, 1_000_000)]
    public int SignUpsPerAddress { get; init; } = 50;

    /// <summary>Mails with a way to a new password that one account gets in a window.</summary>
    [Range(1, 1_000_000)]
    public int ResetsPerAccount { get; init; } = 3;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PasswordResetLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a television's code waits to be confirmed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QuickSignInLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long security events are kept.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan AuditRetention { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The time over which the limits count, and the longest pause.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LimitWindow { get; init; } = TimeSpan.FromMinutes(5);
}
