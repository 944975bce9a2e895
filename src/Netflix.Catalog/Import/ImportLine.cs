using System.Text.Json;
using System.Text.Json.Serialization;
using Netflix.Catalog.Features;

namespace Netflix.Catalog.Import;

/// <summary>One line of an import: a title's fields, or why they cannot be read.</summary>
internal readonly record struct ImportLine(int Number, TitleRequest? Title, string? Error)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    internal static ImportLine Bad(int number, string error) => new(number, null, error);
}
