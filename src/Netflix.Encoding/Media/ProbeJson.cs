using System.Globalization;
using System.Text.Json;

namespace Netflix.Encoding.Media;

/// <summary>Values of ffprobe's JSON, where numbers come as text as often as not.</summary>
internal static class ProbeJson
{
    internal static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    internal static double? Number(this JsonElement element, string name) => Parse(element.Text(name));

    internal static bool Is(this JsonElement stream, string disposition) =>
        stream.TryGetProperty("disposition", out var all) && all.TryGetProperty(disposition, out var value) && value.GetInt32() != 0;

    internal static string? Tag(this JsonElement element, string name) => element.TryGetProperty("tags", out var tags) ? tags.Text(name) : null;

    internal static int Index(this JsonElement stream) => stream.GetProperty("index").GetInt32();

    internal static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    internal static double? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
