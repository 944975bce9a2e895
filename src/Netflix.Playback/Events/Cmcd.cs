using System.Globalization;

namespace Netflix.Playback.Events;

/// <summary>
/// Key-value pairs by CTA-5004: <c>bl=21300,bs,ot=v,sid="6e2f"</c>. A key alone is true; values are whole or decimal numbers, tokens, and
/// strings in quotes with backslashes before what would end them. Keys that a player made up are kept too.
/// </summary>
internal static class Cmcd
{
    private const int MostPairs = 60;

    /// <summary>Null for what cannot be read, or stored.</summary>
    internal static Dictionary<string, object>? Read(string text)
    {
        var pairs = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOfAny(',', '=');
            var key = (end < 0 ? text[at..] : text[at..(at + end)]).Trim();
            if (key.Length == 0 || pairs.Count == MostPairs || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
            {
                return null;
            }

            at = end < 0 ? text.Length : at + end + 1;
            if (end < 0 || text[at - 1] == ',')
            {
                pairs[key] = true;
            }
            else if (Value(text, ref at) is { } value)
            {
                pairs[key] = value;
            }
            else
            {
                return null;
            }
        }

        return pairs.Count > 0 ? pairs : null;
    }

    /// <summary>Reads up to and over the comma behind it.</summary>
    private static object? Value(string text, ref int at)
    {
        if (at < text.Length && text[at] == '"')
        {
            return Quoted(text, ref at);
        }

        var end = text.IndexOf(',', at);
        var token = text[at..(end < 0 ? text.Length : end)].Trim();
        at = end < 0 ? text.Length : end + 1;
        return token.Length == 0 || token.Any(char.IsControl) ? null
            : long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : double.TryParse(token, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
            : token;
    }

    private static string? Quoted(string text, ref int at)
    {
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
            if (at >= text.Length || char.IsControl(text[at]) || char.IsSurrogate(text[at]))
            {
                return null;
            }

            value.Append(text[at]);
        }

        if (at >= text.Length || (at + 1 < text.Length && text[at + 1] != ','))
        {
            return null;
        }

        at += 2;
        return value.ToString();
    }
}
