using System.Globalization;

namespace Netflix.Encoding.Text;

/// <summary>Reads the dialogue of SubStation Alpha (SSA and ASS): words, italics, bold, underline, and whether it is at the top.</summary>
internal static class SubStation
{
    private const int MostFields = 40;
    private static readonly string[] UsualFields = ["Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text"];

    private sealed record Style(bool Italic, bool Bold, bool Underline, bool Top);

    internal static List<Cue> Read(string text, int mostCues)
    {
        var cues = new List<Cue>();
        var styles = new Dictionary<string, Style>(StringComparer.OrdinalIgnoreCase);
        var (section, styleFields, eventFields) = ("", Array.Empty<string>(), UsualFields);
        var lines = new StringReader(text);
        while (lines.ReadLine()?.Trim() is { } line)
        {
            if (line.StartsWith('['))
            {
                section = line.ToLowerInvariant();
                continue;
            }

            var colon = line.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            var value = line[(colon + 1)..].TrimStart();
            switch (line[..colon].ToLowerInvariant())
            {
                case "format" when section.Contains("styles", StringComparison.Ordinal):
                    styleFields = Fields(value);
                    break;
                case "format":
                    eventFields = Fields(value) is { Length: > 2 } fields && fields.Contains("Text", StringComparer.OrdinalIgnoreCase) ? fields : UsualFields;
                    break;
                case "style":
                    ReadStyle(styles, styleFields, value, legacy: !section.Contains('+'));
                    break;
                case "dialogue":
                    if (ReadDialogue(styles, eventFields, value) is { } cue)
                    {
                        cues.Add(cue);
                        CueRepair.Limit(cues.Count, mostCues);
                    }

                    break;
            }
        }

        return cues;
    }

    /// <summary>No more than any program writes: each line is looked through for each of them.</summary>
    private static string[] Fields(string line) => line.Split(',', MostFields, StringSplitOptions.TrimEntries);

    private static void ReadStyle(Dictionary<string, Style> styles, string[] fields, string line, bool legacy)
    {
        var values = Fields(line);
        if (Value("Name") is { Length: > 0 } name)
        {
            var alignment = int.TryParse(Value("Alignment"), CultureInfo.InvariantCulture, out var number) ? number : 2;
            styles[name.TrimStart('*')] = new(IsOn("Italic"), IsOn("Bold"), IsOn("Underline"), legacy ? alignment is 5 or 6 or 7 : alignment is 7 or 8 or 9);
        }

        // On is -1, or 1 as some programs write it.
        bool IsOn(string field) => Value(field) is "-1" or "1";

        string? Value(string field) => Array.FindIndex(fields, other => other.Equals(field, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index && index < values.Length ? values[index] : null;
    }

    private static Cue? ReadDialogue(Dictionary<string, Style> styles, string[] fields, string line)
    {
        var values = line.Split(',', fields.Length); // the text is last, and may hold commas
        if (Time(Value("Start")) is not { } start || Time(Value("End")) is not { } end || Value("Text") is not { } text)
        {
            return null;
        }

        var style = styles.GetValueOrDefault(Value("Style")?.Trim().TrimStart('*') ?? "") ?? new(false, false, false, false);
        var (markup, top) = Markup(CueMarkup.Shortened(text), style);
        return new(start, end, markup, top);

        string? Value(string field) => Array.FindIndex(fields, other => other.Equals(field, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index && index < values.Length ? values[index] : null;
    }

    private static (string Text, bool Top) Markup(string text, Style style)
    {
        var markup = new CueMarkup();
        var (top, drawing) = (style.Top, false);
        Apply(style);
        for (var at = 0; at < text.Length;)
        {
            var brace = text.IndexOf('{', at);
            var end = brace < 0 ? -1 : text.IndexOf('}', brace);
            var plain = text[at..(end < 0 ? text.Length : brace)];
            if (!drawing)
            {
                markup.Add(plain.Replace("\\N", "\n", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\h", "\u00A0", StringComparison.Ordinal));
            }

            if (end < 0)
            {
                break;
            }

            var codes = text[brace..(end + 1)];
            foreach (var code in codes.Trim('{', '}').Split('\\', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (code[0] == 'p' && int.TryParse(code.AsSpan(1), CultureInfo.InvariantCulture, out var scale))
                {
                    drawing = scale > 0; // what follows are lines and curves, no words
                }
                else if (code[0] == 'r')
                {
                    Apply(style);
                }
            }

            top |= markup.Override(codes);
            at = end + 1;
        }

        return (markup.ToString(), top);

        void Apply(Style to) => markup.Style('i', to.Italic).Style('b', to.Bold).Style('u', to.Underline);
    }

    /// <summary><c>h:mm:ss.cc</c>.</summary>
    private static TimeSpan? Time(string? text)
    {
        if (text?.Split(':') is not [var hours, var minutes, var seconds] ||
            !int.TryParse(hours.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var h) || Math.Abs(h) > 9999 ||
            !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m) ||
            !decimal.TryParse(seconds.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var s) || m > 999 || s > 999)
        {
            return null;
        }

        return new TimeSpan(h, m, 0) + TimeSpan.FromMilliseconds((long)Math.Round(s * 1000));
    }
}
