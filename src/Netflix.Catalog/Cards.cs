using Netflix.Contracts;

namespace Netflix.Catalog;

/// <summary>What cards and title pages share.</summary>
internal static class Cards
{
    /// <summary>Pictures are under their asset's id, so a new asset is a new address and may be cached for ever.</summary>
    /// <param name="picture"><c>card</c> or <c>poster</c>.</param>
    /// <param name="number">Of the still that was chosen instead of the best.</param>
    internal static string? ArtworkUrl(Guid? assetId, string picture, int? number = null) =>
        assetId is { } id ? $"/api/v1/artwork/{id:N}/{(number is null ? picture : $"{(picture == "card" ? "art" : "wide")}-{number}")}.jpg" : null;

    internal static string? PreviewUrl(Guid? assetId) => assetId is { } id ? $"/api/v1/artwork/{id:N}/preview.mp4" : null;

    /// <summary>The languages in which a text may serve the viewer, the best first: "pt-BR", then "pt".</summary>
    internal static string[] Languages(Viewer viewer) =>
        viewer.Language.Split('-') is { Length: > 1 } parts ? [viewer.Language, parts[0]] : [viewer.Language];
}
