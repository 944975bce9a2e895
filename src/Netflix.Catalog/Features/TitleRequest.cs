using System.Text.RegularExpressions;
using FluentValidation;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog.Features;

/// <summary>A title's fields as the studio sends them: all for a new one, those to change for a PATCH.</summary>
internal sealed partial record TitleRequest(
    string? Title, string? Description, TitleType? Type, IReadOnlyList<string>? Genres, int? ReleaseYear, string? Rating,
    string? Language, IReadOnlyList<string>? Cast, string? Director, IReadOnlyList<string>? Directors, string? ExternalId,
    IReadOnlyList<LocalizationRequest>? Localizations, TitleState? State)
{
    /// <summary>These fields, over those of the title where they are missing here.</summary>
    internal TitleDetails Over(Title? current) => new(
        (Title ?? current?.Name)!.Trim(),
        Description ?? current?.Description ?? "",
        Genres?.Select(genre => genre.Trim()).Distinct().ToList() ?? (IReadOnlyList<string>?)current?.Genres ?? [],
        ReleaseYear ?? current?.ReleaseYear,
        Rating ?? current?.Rating,
        Language ?? current?.Language,
        Cast ?? Names(current, CreditRole.Actor),
        Directors ?? (Director is null ? Names(current, CreditRole.Director) : [Director]),
        ExternalId ?? current?.ExternalId,
        Localizations?.Select(text => new Localization(text.Language!, text.Title!.Trim(), text.Description ?? "")).ToList()
            ?? current?.Localizations.ToList() ?? []);

    private static List<string> Names(Title? title, CreditRole role) => title is null ? [] : StudioTitle.Names(title, role);

    internal sealed class Validator : AbstractValidator<TitleRequest>
    {
        private const int FirstFilm = 1870;

        public Validator()
        {
            RuleFor(request => request.Title).PlainText(400);
            RuleFor(request => request.Description).Must(text => text is null || (text.Length <= 5000 && Validation.IsPlain(text)))
                .WithMessage("A description is at most 5000 letters, without control characters.");
            RuleFor(request => request.Genres).Must(genres => genres is null || genres.Count <= 20).WithMessage("At most 20 genres.");
            RuleForEach(request => request.Genres).NotNull().PlainText(50).OverridePropertyName("genres");
            RuleFor(request => request.ReleaseYear).InclusiveBetween(FirstFilm, 2100);
            RuleFor(request => request.Rating).Must(rating => rating is null || Maturity.IsKnown(rating))
                .WithMessage("Not an age rating we know: use MPA (PG-13), TV (TV-14), BBFC (12A) or a plain age from 0 to 18.");
            RuleFor(request => request.Language).Must(tag => tag is null || LanguageTag().IsMatch(tag)).WithMessage("Use a language tag such as 'en' or 'pt-BR'.");
            RuleFor(request => request.Cast).Must(cast => cast is null || cast.Count <= 200).WithMessage("At most 200 people.");
            RuleForEach(request => request.Cast).NotNull().PlainText(200).OverridePropertyName("cast");
            RuleFor(request => request.Director).PlainText(200);
            RuleFor(request => request.Directors).Must(directors => directors is null || directors.Count <= 50).WithMessage("At most 50 directors.");
            RuleForEach(request => request.Directors).NotNull().PlainText(200).OverridePropertyName("directors");
            RuleFor(request => request.ExternalId).PlainText(200);
            RuleFor(request => request.Localizations).Must(texts => texts is null || texts.Count <= 100).WithMessage("At most 100 translations.");
            RuleFor(request => request.Localizations).Must(texts => texts is null || texts.All(IsTranslation))
                .WithMessage("Each translation has a language tag such as 'fr', a title of 1 to 200 letters, and at most 5000 letters of description.");
            RuleFor(request => request.Localizations).Must(texts => texts is null || texts.DistinctBy(text => text?.Language).Count() == texts.Count)
                .WithMessage("One translation a language.");
            RuleFor(request => request.State).Must(state => state is not TitleState.Published)
                .WithMessage("A title is made 'draft' or 'announced'; publish it by its own route.");
        }

        private static bool IsTranslation(LocalizationRequest? text) =>
            text is { Language: { } language, Title: { } title } && LanguageTag().IsMatch(language) &&
            title.Trim().Length > 0 && title.Length <= 200 && Validation.IsPlain(title) &&
            (text.Description is not { } description || (description.Length <= 5000 && Validation.IsPlain(description)));
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    private static partial Regex LanguageTag();
}

/// <summary>A title's name and description in another language.</summary>
internal sealed record LocalizationRequest(string? Language, string? Title, string? Description);
