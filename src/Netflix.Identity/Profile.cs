namespace Netflix.Identity;

/// <summary>One viewer of an account, with a taste, limits and settings of its own.</summary>
internal sealed class Profile
{
    /// <summary>At most so many an account.</summary>
    internal const int Most = 5;

    /// <summary>What kids profiles see at most, whatever their own setting says.</summary>
    internal const int KidsMaturity = 7;

    internal const int FullMaturity = 18;

    private Profile() { }

    public Guid ProfileId { get; private init; }
    public Guid AccountId { get; private init; }
    public string Name { get; private set; } = "";
    public bool IsKids { get; private set; }
    public string? Avatar { get; private set; }
    public string? Language { get; private set; }
    public int Maturity { get; private set; } = FullMaturity;
    public string? PinHash { get; private set; }
    public bool AutoplayNext { get; private set; } = true;
    public bool DataSaver { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }

    internal int MaxMaturity => IsKids ? Math.Min(KidsMaturity, Maturity) : Maturity;

    internal static Profile Make(Guid accountId, string name, DateTimeOffset now) => new()
    {
        ProfileId = Guid.CreateVersion7(now),
        AccountId = accountId,
        Name = name,
        CreatedAt = now,
    };

    /// <summary>Applies what is given; null leaves a setting as it is.</summary>
    internal void Set(
        string? name, bool? isKids, string? avatar, string? language, int? maturity, bool? autoplayNext, bool? dataSaver)
    {
        Name = name ?? Name;
        IsKids = isKids ?? IsKids;
        Avatar = avatar ?? Avatar;
        Language = language ?? Language;
        Maturity = maturity ?? Maturity;
        AutoplayNext = autoplayNext ?? AutoplayNext;
        DataSaver = dataSaver ?? DataSaver;
    }

    internal void Lock(string pinHash) => PinHash = pinHash;

    internal void RemovePin() => PinHash = null;
}
