using System.Text.RegularExpressions;
using FluentValidation;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Identity;

/// <summary>What each field of an account or a profile may be, with the sentence that says so.</summary>
internal static partial class Rules
{
    internal const int PasswordMin = 8;
    internal const int PasswordMax = 128;
    internal const int EmailMax = 254; // RFC 5321's path, less its brackets

    private static readonly string[] Roles = ["viewer", "studio", "admin"];

    /// <summary>The faces that the web client draws: <c>profiles/Avatar.tsx</c>.</summary>
    private static readonly string[] Avatars = ["sunny", "coral", "mint", "sky", "violet", "rose", "slate", "lime"];

    internal static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilderInitial<T, string?> rule) => rule
        .Cascade(CascadeMode.Stop)
        .NotEmpty().WithMessage("Give an email address.")
        .Must(email => email!.Trim().Length <= EmailMax).WithMessage($"An email address has at most {EmailMax} characters.")
        .Must(email => EmailForm().IsMatch(email!.Trim())).WithMessage("This is not an email address: it should look like name@example.org.");

    internal static IRuleBuilderOptions<T, string?> NewPassword<T>(this IRuleBuilderInitial<T, string?> rule) => rule
        .Cascade(CascadeMode.Stop)
        .Must(password => !string.IsNullOrEmpty(password)).WithMessage("Give a password.")
        .Length(PasswordMin, PasswordMax).WithMessage($"A password has {PasswordMin} to {PasswordMax} characters.")
        .Must(password => !string.IsNullOrWhiteSpace(password)).WithMessage("A password of blanks alone is too easy to guess: use other characters too.");

    /// <summary>A secret to compare: any, but not of a length that makes hashing it an attack.</summary>
    internal static IRuleBuilderOptions<T, string?> Secret<T>(this IRuleBuilderInitial<T, string?> rule, string what) => rule
        .Cascade(CascadeMode.Stop)
        .NotEmpty().WithMessage($"Give the {what}.")
        .MaximumLength(1024).WithMessage($"The {what} is longer than any of ours.");

    internal static IRuleBuilderOptions<T, string?> Country<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(Countries.IsKnown).WithMessage("Name the country by its two letters of ISO 3166-1, such as DE.");

    internal static IRuleBuilderOptions<T, string?> Language<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(language => language!.Length <= 12 && LanguageForm().IsMatch(language)).WithMessage("Name the language by its BCP 47 tag, such as en or pt-BR.");

    internal static IRuleBuilderOptions<T, string?> PlanName<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(plan => TryName<Plan>(plan, out _)).WithMessage("The plans are basic, standard and premium.");

    internal static IRuleBuilderOptions<T, string?> StatusName<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(status => TryName<SubscriptionStatus>(status, out _)).WithMessage("A subscription is active, suspended, cancelled or expired.");

    /// <summary>Text that people read: trimmed, of 1 to <paramref name="most"/> characters, none of them a control character.</summary>
    internal static IRuleBuilderOptions<T, string?> Label<T>(this IRuleBuilder<T, string?> rule, string what, int most) => rule
        .Must(text => text?.Trim() is { } trimmed && trimmed.Length >= 1 && trimmed.Length <= most)
            .WithMessage($"{what} has 1 to {most} characters.")
        .Must(text => text is null || (Validation.IsPlain(text) && !text.AsSpan().ContainsAny('\n', '\r', '\t')))
            .WithMessage($"{what} has no control characters.");

    internal static IRuleBuilderOptions<T, string?> Pin<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(pin => pin is { Length: 4 } && pin.All(char.IsAsciiDigit)).WithMessage("A PIN is four digits.");

    internal static IRuleBuilderOptions<T, int?> Maturity<T>(this IRuleBuilder<T, int?> rule) => rule
        .InclusiveBetween(0, Profile.FullMaturity).WithMessage($"Maturity is an age from 0 to {Profile.FullMaturity}.");

    internal static IRuleBuilderOptions<T, string?> Avatar<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(avatar => Avatars.Contains(avatar)).WithMessage($"The avatars are {string.Join(", ", Avatars)}.");

    internal static IRuleBuilderOptions<T, IReadOnlyList<string?>?> RoleNames<T>(this IRuleBuilder<T, IReadOnlyList<string?>?> rule) => rule
        .Must(roles => roles!.All(role => Roles.Contains(role))).WithMessage("The roles are viewer, studio and admin.");

    /// <summary>A name of the enum in any case; never its number, which the contract does not know.</summary>
    internal static bool TryName<TEnum>(string? name, out TEnum value) where TEnum : struct, Enum
    {
        value = default;
        return !string.IsNullOrEmpty(name) && char.IsAsciiLetter(name[0]) && !name.Contains(',') && Enum.TryParse(name, ignoreCase: true, out value);
    }

    /// <summary>The tag as it is written: en, pt-BR, zh-Hant-TW.</summary>
    internal static string LanguageTag(string tag) => string.Join('-', tag.Split('-').Select((part, at) => (at, part.Length) switch
    {
        (0, _) => part.ToLowerInvariant(),
        (_, 4) => char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant(),
        _ => part.ToUpperInvariant(),
    }));

    [GeneratedRegex("""^[^@\s\p{C}"<>()\[\],;:\\]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}\z""")]
    private static partial Regex EmailForm();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?\z")]
    private static partial Regex LanguageForm();
}
