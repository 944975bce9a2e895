namespace Netflix.Identity;

/// <summary>A profile as the API answers it. <c>maturity</c> is what applies: kids profiles are capped.</summary>
internal sealed record ProfileView(
    Guid ProfileId, string Name, bool IsKids, string? Avatar, string? Language, int Maturity, bool HasPin,
    bool AutoplayNext, bool DataSaver, DateTimeOffset CreatedAt)
{
    internal static ProfileView Of(Profile profile) => new(
        profile.ProfileId, profile.Name, profile.IsKids, profile.Avatar, profile.Language, profile.MaxMaturity,
        profile.PinHash is not null, profile.AutoplayNext, profile.DataSaver, profile.CreatedAt);
}
