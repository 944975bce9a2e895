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
    public string[] Roles { get; private init; } = [];
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

    internal void Move(string country) => Country = country;

    internal void Speak(string language) => Language = language;

    internal void Subscribe(Plan plan, SubscriptionStatus status) => (Plan, Subscription) = (plan, status);
}
