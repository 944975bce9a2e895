using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Identity;

/// <summary>What is made with every account, by sign-up or at first start.</summary>
internal static class Opening
{
    /// <summary>Adds the first profile and the event; they are saved with the account itself.</summary>
    internal static Profile AddFirstProfile(this IdentityDbContext db, Account account)
    {
        var profile = Profile.Make(account.Id, NameFrom(account.Email!), account.CreatedAt);
        db.Profiles.Add(profile);
        db.Publish(new AccountCreated(account.Id, account.Country, account.CreatedAt));
        return profile;
    }

    /// <summary>anna.berg@example.org is greeted as Anna until she says otherwise.</summary>
    internal static string NameFrom(string email)
    {
        var name = email.Split('@', '.', '+', '_', '-')[0];
        return name.Length is 0 or > 40 || !name.All(char.IsLetter) ? "Me" : char.ToUpperInvariant(name[0]) + name[1..].ToLowerInvariant();
    }
}
