using Microsoft.AspNetCore.Identity;
using Netflix.Contracts;

namespace Netflix.Identity;

/// <summary>Who pays: one email, one plan, several profiles and devices.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    private Account() { }

    public string Country { get; private set; } = "";
    public string Language { get; private set; } = "en";
    public Plan Plan { get; private set; }
    public SubscriptionStatus Subscription { get; private set; }

    /// <summary>An operator suspended it: only an operator lifts that.</summary>
    public bool SuspendedByOperator { get; private set; }

    public string[] Roles { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private init; }

    internal static Account Open(string email, string country, Plan plan, DateTimeOffset now, params string[] roles) => new()
    {
        Id = Guid.CreateVersion7(now),
        Email = email,
        UserName = email,
        Country = country,
        Plan = plan,
        Roles = roles,
        CreatedAt = now,
    };

    internal bool IsAdmin => Roles.Contains("admin");

    /// <summary>What the account may do besides watching, which all may.</summary>
    internal void Appoint(IEnumerable<string> roles) => Roles = [.. roles.Where(role => role != "viewer").Distinct().Order()];

    internal void Move(string country) => Country = country;

    internal void Speak(string language) => Language = language;

    internal void Subscribe(Plan plan, SubscriptionStatus status) => (Plan, Subscription) = (plan, status);

    /// <summary>An operator's word on the subscription: a suspension stays until an operator says otherwise.</summary>
    internal void Rule(SubscriptionStatus status) => SuspendedByOperator = status == SubscriptionStatus.Suspended;
}
