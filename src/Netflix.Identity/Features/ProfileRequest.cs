using FluentValidation;
using Microsoft.AspNetCore.Identity;

namespace Netflix.Identity.Features;

/// <summary>A profile's settings as POST and PATCH take them; what is left out stays as it is.</summary>
internal sealed record ProfileRequest(
    string? Name, bool? IsKids, string? Avatar, string? Language, int? Maturity, bool? AutoplayNext, bool? DataSaver)
{
    /// <summary>Four digits; null or empty takes the PIN away, which only saying nothing does not.</summary>
    public string? Pin
    {
        get;
        init => (field, PinGiven) = (value, true);
    }

    private bool PinGiven { get; init; }

    internal bool SetsPin => PinGiven && !string.IsNullOrEmpty(Pin);

    internal void ApplyTo(Profile profile, IPasswordHasher<Profile> hasher)
    {
        profile.Set(Name?.Trim(), IsKids, Avatar, Language is null ? null : Rules.LanguageTag(Language), Maturity, AutoplayNext, DataSaver);
        if (SetsPin)
        {
            profile.Lock(hasher.HashPassword(profile, Pin!));
        }
        else if (PinGiven)
        {
            profile.RemovePin();
        }
    }

    internal sealed class Validator : AbstractValidator<ProfileRequest>
    {
        public Validator()
        {
            RuleFor(request => request.Name).Label("A profile's name", 40).When(request => request.Name is not null);
            RuleFor(request => request.Avatar).Avatar().When(request => request.Avatar is not null);
            RuleFor(request => request.Language).Language().When(request => request.Language is not null);
            RuleFor(request => request.Maturity).Maturity();
            RuleFor(request => request.Pin).Pin().When(request => request.SetsPin);
        }
    }
}
