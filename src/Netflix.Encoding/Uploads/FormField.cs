using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Netflix.Encoding.Protection;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Uploads;

/// <summary>Values that come as text beside an upload.</summary>
internal static class FormField
{
    private const int LongestName = 255;
    private const int LongestBoundary = 128;

    /// <summary>The body's parts; null when it is no form of several.</summary>
    internal static MultipartReader? PartsOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) &&
        HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= LongestBoundary } boundary
            ? new(boundary.Value!, request.Body)
            : null;

    /// <summary>Null for nothing; false for what is no positive whole number.</summary>
    internal static bool TryNumber(string? text, out int? value)
    {
        var parsed = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        value = parsed ? number : null;
        return parsed || string.IsNullOrEmpty(text);
    }

    /// <summary>Nothing is false; false for what is neither "true" nor "false".</summary>
    internal static bool TryFlag(string? text, out bool value) => bool.TryParse(text, out value) || string.IsNullOrEmpty(text);

    /// <summary>Null for nothing; false for what is no mode.</summary>
    internal static bool TryProtection(string? text, out ProtectionMode? value)
    {
        value = text switch { "cbcs" => ProtectionMode.Cbcs, "none" => ProtectionMode.None, _ => null };
        return value is not null || string.IsNullOrEmpty(text);
    }

    /// <summary>The file's own name without any folders, only ever shown; null when it cannot be.</summary>
    internal static string? FileName(string? text)
    {
        var name = text?[(text.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        return name is { Length: > 0 and <= LongestName } && Validation.IsPlain(name) ? name : null;
    }
}
