namespace Netflix.Contracts;

public enum Plan { Basic, Standard, Premium }

public enum SubscriptionStatus { Active, Suspended, Cancelled, Expired }

/// <summary>What a plan allows: the highest rung (lines of the picture) and how many streams at once.</summary>
public sealed record PlanTerms(int MaxRung, int MaxStreams)
{
    public static PlanTerms Of(Plan plan) => plan switch
    {
        Plan.Basic => new(480, 1),
        Plan.Standard => new(1080, 2),
        Plan.Premium => new(2160, 4),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, null),
    };
}

/// <summary>The profile on whose behalf a request is made, with all that limits what it may see.</summary>
/// <param name="Country">ISO 3166-1 alpha-2: the region whose availability applies: where the request came from, or the account's country.</param>
/// <param name="MaxMaturity">The highest maturity shown: an age, 0 to 18.</param>
public sealed record Viewer(
    Guid AccountId, Guid ProfileId, string Country, string Language, int MaxMaturity, bool IsKids,
    Plan Plan, SubscriptionStatus Subscription, bool DataSaver)
{
    /// <summary>Selecting the profile needs its PIN, given once on each device.</summary>
    public bool HasPin { get; init; }

    /// <summary>The profile's name: who signs a review.</summary>
    public string Name { get; init; } = "";

    /// <summary>The request came from a network that is blocked for playback: a VPN or a proxy whose region nobody can tell.</summary>
    public bool OnBlockedNetwork { get; init; }
}

public interface IViewers
{
    /// <summary>The viewer, or null when the profile is not the account's.</summary>
    ValueTask<Viewer?> FindAsync(Guid accountId, Guid profileId, CancellationToken cancel);

    /// <summary>Whether the PIN of a profile that has one was given on this device.</summary>
    ValueTask<bool> IsUnlockedAsync(Guid deviceId, Guid profileId, CancellationToken cancel);
}

/// <summary>What one module holds of an account, for its owner to take along.</summary>
public interface IAccountData
{
    /// <summary>The part's name in the export: the module's.</summary>
    string Section { get; }

    /// <summary>All of it, to be written as JSON; no hashes, tokens or keys.</summary>
    Task<object?> ExportAsync(Guid accountId, IReadOnlyList<Guid> profileIds, CancellationToken cancel);
}

public sealed record AccountCreated(Guid AccountId, string Country, DateTimeOffset At);

/// <summary>Every module removes what it holds of the account and its profiles.</summary>
public sealed record AccountDeleted(Guid AccountId, IReadOnlyList<Guid> ProfileIds);

public sealed record ProfileChanged(Guid AccountId, Guid ProfileId, bool Deleted);

public sealed record PlanChanged(Guid AccountId, Plan Plan, SubscriptionStatus Status);

public sealed record DeviceSignedOut(Guid AccountId, Guid DeviceId);

/// <summary>Somebody asks for a way back into the account of this email, if there is one.</summary>
public sealed record PasswordResetRequested(string Email, string? Address, DateTimeOffset At);

public enum SecurityNotice { NewDevice, PasswordChanged, TwoFactorDisabled }

/// <summary>Something that the account's owner must learn of by mail: it may have been somebody else.</summary>
public sealed record SecurityNoticeRaised(Guid AccountId, SecurityNotice Notice, string? Device, string? Address, DateTimeOffset At);
