using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FluentValidation;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>A title's fields as the studio sends them: all for a new one, those to change for a PATCH, where null clears what a title can be without.</summary>
internal sealed partial record TitleRequest(
    string? Title, string? Description, TitleType? Type, IReadOnlyList<string>? Genres, int? ReleaseYear, string? Rating,
    string? Language, IReadOnlyList<string>? Cast, string? Director, IReadOnlyList<string>? Directors, string? ExternalId,
    IReadOnlyList<LocalizationRequest>? Localizations, TitleState? State)
{
    private readonly HashSet<string> cleared = [];

    /// <summary>JSON sets the properties one by one, so that a null sent differs from a field left out.</summary>
    [JsonConstructor]
    public TitleRequest()
        : this(null, null, null, null, null, null, null, null, null, null, null, null, null)
    {
    }

    public int? ReleaseYear { get; init => field = Sent(value); } = ReleaseYear;
    public string? Rating { get; init => field = Sent(value); } = Rating;
    public string? Language { get; init => field = Sent(value); } = Language;
    public string? ExternalId { get; init => field = Sent(value); } = ExternalId;

    /// <summary>The rest of the crew, and the characters of the cast.</summary>
    public IReadOnlyList<CreditRequest>? Credits { get; init; }

    /// <summary>These fields, over those of the title where they are missing here.</summary>
    internal TitleDetails Over(Title? current) => new(
        (Title ?? current?.Name)!.Trim(),
        Description ?? current?.Description ?? "",
        Genres?.Select(genre => genre.Trim()).Distinct().ToList() ?? (IReadOnlyList<string>?)current?.Genres ?? [],
        ReleaseYear ?? Kept(current?.ReleaseYear, nameof(ReleaseYear)),
        Rating ?? Kept(current?.Rating, nameof(Rating)),
        Language ?? Kept(current?.Language, nameof(Language)),
        [.. Enum.GetValues<CreditRole>().SelectMany(role => CreditsOver(current, role))],
        ExternalId ?? Kept(current?.ExternalId, nameof(ExternalId)),
        Localizations?.Select(text => new Localization(text.Language!, text.Title!.Trim(), text.Description ?? "")).ToList()
            ?? current?.Localizations.ToList() ?? []);

    /// <summary>Names of cast or directors, then who else has the role in the credits; where neither says anything of it, those of the title.</summary>
    private IEnumerable<Credit> CreditsOver(Title? current, CreditRole role)
    {
        var before = current?.Credits.Where(credit => credit.Role == role).OrderBy(credit => credit.Order).ToList() ?? [];
        var names = role switch { CreditRole.Actor => Cast, CreditRole.Director => Directors ?? (Director is null ? null : [Director]), _ => null };
        var crew = Credits?.Where(credit => credit.Role == role).ToList() ?? [];
        if (names is null && crew.Count == 0 && (Credits is null || role is CreditRole.Actor or CreditRole.Director))
        {
            return before;
        }

        var all = (names ?? []).Select(name => name.Trim()).Concat(crew.Select(credit => credit.Name!.Trim())).Distinct();
        return all.Select((name, order) => new Credit(name, role, order, CharacterOf(name)));

        string? CharacterOf(string name) =>
            crew.Find(credit => credit.Name!.Trim() == name && credit.Character is not null)?.Character?.Trim() ?? before.Find(credit => credit.Name == name)?.Character;
    }

    private T Sent<T>(T value, [CallerMemberName] string field = "")
    {
        if (value is null)
        {
            cleared.Add(field);
        }

        return value;
    }

    private T? Kept<T>(T? current, string field) => cleared.Contains(field) ? default : current;

    internal sealed class Validator : AbstractValidator<TitleRequest>
    {
        private const int FirstFilm = 1870;

        public Validator()
        {
            RuleFor(request => request.Title).PlainText(400);
            RuleFor(request => request.Description).Must(text => text is null || (text.Length <= 5000 && Validation.IsPlain(text)))
                .WithMessage("A description is at most 5000 letters, without control characters.");
            RuleFor(request => request.Genres).Must(genres => genres is null || genres.Count <= 20).WithMessage("At most 20 genres.");
            RuleForEach(request => request.Genres).NotNull().WithMessage("Name the genre.").PlainText(50).OverridePropertyName("genres");
            RuleFor(request => request.ReleaseYear).Must(year => year is null or (>= FirstFilm and <= 2100)).WithMessage($"A year from {FirstFilm} to 2100.");
            RuleFor(request => request.Rating).Must(rating => rating is null || Maturity.IsKnown(rating))
                .WithMessage("Not an age rating we know: use one of GET /admin/content/ratings, such as 'PG-13', 'FSK:12' or '12'.");
            RuleFor(request => request.Language).Must(tag => tag is null || LanguageTag().IsMatch(tag)).WithMessage("Use a language tag such as 'en' or 'pt-BR'.");
            RuleFor(request => request.Cast).Must(cast => cast is null || cast.Count <= 200).WithMessage("At most 200 people.");
            RuleForEach(request => request.Cast).NotNull().WithMessage("Name the person.").PlainText(200).OverridePropertyName("cast");
            RuleFor(request => request.Director).PlainText(200);
            RuleFor(request => request.Directors).Must(directors => directors is null || directors.Count <= 50).WithMessage("At most 50 directors.");
            RuleForEach(request => request.Directors).NotNull().WithMessage("Name the director.").PlainText(200).OverridePropertyName("directors");
            RuleFor(request => request.Credits).Must(credits => credits is null || (credits.Count <= 500 && credits.All(IsCredit)))
                .WithMessage("At most 500 credits, each with a name, a role (actor, director, writer, producer or composer) and perhaps a character, of at most 200 letters.");
            RuleFor(request => request.ExternalId).PlainText(200);
            RuleFor(request => request.Localizations).Must(texts => texts is null || texts.Count <= 100).WithMessage("At most 100 translations.");
            RuleFor(request => request.Localizations).Must(texts => texts is null || texts.All(IsTranslation))
                .WithMessage("Each translation has a language tag such as 'fr', a title of 1 to 200 letters, and at most 5000 letters of description.");
            RuleFor(request => request.Localizations).Must(texts => texts is null || texts.DistinctBy(text => text?.Language).Count() == texts.Count)
                .WithMessage("One translation a language.");
            RuleFor(request => request.State).Must(state => state is not TitleState.Published)
                .WithMessage("A title is made 'draft' or 'announced'; publish it by its own route.");
        }

        private static bool IsCredit(CreditRequest? credit) =>
            credit is { Name: { } name, Role: not null } && name.Trim().Length > 0 && name.Length <= 200 && Validation.IsPlain(name) &&
            (credit.Character is not { } character || (character.Trim().Length > 0 && character.Length <= 200 && Validation.IsPlain(character)));

        private static bool IsTranslation(LocalizationRequest? text) =>
            text is { Language: { } language, Title: { } title } && LanguageTag().IsMatch(language) &&
            title.Trim().Length > 0 && title.Length <= 200 && Validation.IsPlain(title) &&
            (text.Description is not { } description || (description.Length <= 5000 && Validation.IsPlain(description)));
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\\z")]
    private static partial Regex LanguageTag();
}

/// <summary>A title's name and description in another language.</summary>
internal sealed record LocalizationRequest(string? Language, string? Title, string? Description);

/// <summary>A person's part in a title.</summary>
internal sealed record CreditRequest(string? Name, CreditRole? Role, string? Character);
