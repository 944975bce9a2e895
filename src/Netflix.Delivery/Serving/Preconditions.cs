using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Netflix.Delivery.Serving;

/// <summary>What of a representation is to be sent.</summary>
internal readonly record struct Selection(int Status, long Offset, long Length);

/// <summary>
/// Preconditions and one range, RFC 9110 13 and 14. Several ranges, other units and malformed ranges are answered as if
/// none were asked (14.2 allows it): no player asks for several. No date is ever sent, so only entity tags are compared.
/// </summary>
internal static class Preconditions
{
    internal static Selection Select(IHeaderDictionary request, bool isHead, string etag, long length)
    {
        if (request.IfMatch is { Count: > 0 } ifMatch && !Lists(ifMatch, etag, weak: false))
        {
            return new(StatusCodes.Status412PreconditionFailed, 0, 0);
        }

        if (request.IfNoneMatch is { Count: > 0 } ifNoneMatch && Lists(ifNoneMatch, etag, weak: true))
        {
            return new(StatusCodes.Status304NotModified, 0, 0);
        }

        // A range means something to GET alone, and only of the representation that If-Range knows.
        if (isHead || request.Range is not { Count: 1 } range || request.IfRange is { Count: > 0 } ifRange && ifRange != etag)
        {
            return new(StatusCodes.Status200OK, 0, length);
        }

        return Range(range[0], length);
    }

    internal static Selection Range(ReadOnlySpan<char> range, long length)
    {
        var whole = new Selection(StatusCodes.Status200OK, 0, length);
        const string unit = "bytes=";
        if (!range.StartsWith(unit, StringComparison.OrdinalIgnoreCase))
        {
            return whole;
        }

        range = range[unit.Length..].Trim(' ');
        var dash = range.IndexOf('-');
        if (dash < 0)
        {
            return whole;
        }

        var firstText = range[..dash];
        var lastText = range[(dash + 1)..];
        if (firstText.IsEmpty)
        {
            return !TryNumber(lastText, out var suffix) ? whole
                : suffix == 0 || length == 0 ? Unsatisfiable
                : new(StatusCodes.Status206PartialContent, length - Math.Min(suffix, length), Math.Min(suffix, length));
        }

        var last = long.MaxValue;
        if (!TryNumber(firstText, out var first) || !lastText.IsEmpty && !TryNumber(lastText, out last) || last < first)
        {
            return whole;
        }

        return first >= length
            ? Unsatisfiable
            : new(StatusCodes.Status206PartialContent, first, Math.Min(last, length - 1) - first + 1);
    }

    private static Selection Unsatisfiable => new(StatusCodes.Status416RangeNotSatisfiable, 0, 0);

    /// <summary>Digits only; a number of more than 18 means "past the end" here.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = long.MaxValue;
        return !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9') &&
            (text.TrimStart('0').Length > 18 || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number));
    }

    /// <summary>Our tags hold no comma, so a plain split finds them in any list.</summary>
    private static bool Lists(StringValues header, string etag, bool weak)
    {
        foreach (var line in header)
        {
            var rest = line.AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.IndexOf(',');
                var tag = (comma < 0 ? rest : rest[..comma]).Trim();
                rest = comma < 0 ? default : rest[(comma + 1)..];
                if (tag is "*" || (weak && tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).SequenceEqual(etag))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
