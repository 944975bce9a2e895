namespace Netflix.Personalization.Engine;

/// <summary>What is known of a title before anybody has watched it. Names are compared as written, case aside.</summary>
/// <param name="ContentId">The title's id in the catalogue.</param>
/// <param name="AvailableFrom">When it came to the service: feeds "new this week".</param>
/// <param name="Description">Its words count as content, the rarer the more.</param>
internal sealed record TitleContent(
    Guid ContentId, int? Year, string? Language, IReadOnlyList<string> Genres, IReadOnlyList<string> Cast, IReadOnlyList<string> Directors,
    string? Description, DateTimeOffset AvailableFrom);
