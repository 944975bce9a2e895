using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Netflix.Encoding.Text;

/// <summary>Reads the text of TTML and IMSC1: paragraphs and timed spans, italics, bold, underline, and regions at the top.</summary>
internal static partial class Ttml
{
    private const int DeepestElements = 64;

    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, // entities could name files, or grow without end
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <param name="FrameRate">Of times in frames.</param>
    private sealed record Clock(double FrameRate, double TickRate);

    private readonly record struct Look(bool Italic, bool Bold, bool Underline, bool Top, bool Preserve);

    private sealed class Reader(Clock clock, Dictionary<string, XElement> styles, Dictionary<string, XElement> regions, List<Cue> cues, int mostCues)
    {
        internal void Walk(XElement element, TimeSpan start, TimeSpan? end, Look look)
        {
            (start, end) = Times(element, start, end);
            look = Style(element, look);
            if (element.Name.LocalName == "p")
            {
                Paragraph(element, start, end, look);
                return;
            }

            foreach (var child in element.Elements().Where(child => child.Name.LocalName is "div" or "p" or "body"))
            {
                Walk(child, start, end, look);
            }
        }

        private void Paragraph(XElement paragraph, TimeSpan start, TimeSpan? end, Look look)
        {
            var markup = new CueMarkup();
            Write(paragraph, markup, start, end, look);
            Emit(markup, start, end, look);
        }

        /// <summary>Spans with times of their own are cues of their own.</summary>
        private void Write(XElement parent, CueMarkup markup, TimeSpan start, TimeSpan? end, Look look)
        {
            foreach (var node in parent.Nodes())
            {
                if (node is XText words)
                {
                    markup.Style('i', look.Italic).Style('b', look.Bold).Style('u', look.Underline);
                    markup.Add(look.Preserve ? words.Value : Spaces().Replace(words.Value, " "));
                }
                else if (node is XElement { Name.LocalName: "br" })
                {
                    markup.Add("\n");
                }
                else if (node is XElement { Name.LocalName: "span" } span)
                {
                    var own = Style(span, look);
                    if (span.Attribute("begin") is not null)
                    {
                        var (from, to) = Times(span, start, end);
                        var apart = new CueMarkup();
                        Write(span, apart, from, to, own);
                        Emit(apart, from, to, own);
                    }
                    else
                    {
                        Write(span, markup, start, end, own);
                    }
                }
            }
        }

        private void Emit(CueMarkup markup, TimeSpan start, TimeSpan? end, Look look)
        {
            if (markup.ToString() is { Length: > 0 } text)
            {
                cues.Add(new(start, end ?? start, text, look.Top));
                CueRepair.Limit(cues.Count, mostCues);
            }
        }

        /// <summary>An element's times count from its parent's begin, and stay within it.</summary>
        private (TimeSpan Start, TimeSpan? End) Times(XElement element, TimeSpan start, TimeSpan? end)
        {
            var from = start + (Time(element.Attribute("begin")?.Value) ?? TimeSpan.Zero);
            var to = Time(element.Attribute("end")?.Value) is { } until ? start + until
                : Time(element.Attribute("dur")?.Value) is { } duration ? from + duration
                : end;
            return (from, end is { } last && to > last ? last : to);
        }

        private TimeSpan? Time(string? text)
        {
            if (text is null || TimeExpression().Match(text.Trim()) is not { Success: true } match)
            {
                return null;
            }

            if (match.Groups["unit"] is { Length: > 0 } unit)
            {
                var count = Value("count");
                return Seconds(count * unit.Value switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 0.001, "f" => 1 / clock.FrameRate, _ => 1 / clock.TickRate });
            }

            return Seconds((Value("h") * 3600) + (Value("m") * 60) + Value("s") + (match.Groups["frames"].Length > 0 ? Value("frames") / clock.FrameRate : 0));

            double Value(string group) => double.Parse(match.Groups[group].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

            static TimeSpan Seconds(double seconds) => TimeSpan.FromMilliseconds((long)Math.Round(Math.Min(seconds, 36_000_000) * 1000));
        }

        // Of what many elements refer to, read once: however large it is, and however many they are.
        private readonly Dictionary<XElement, Change> shared = [];

        private readonly record struct Change(bool? Italic, bool? Bold, bool? Underline, bool? Top);

        private Look Style(XElement element, Look look)
        {
            foreach (var one in Ids(element, "style").Select(id => styles.GetValueOrDefault(id)).Prepend(Region(element)).OfType<XElement>())
            {
                if (!shared.TryGetValue(one, out var change))
                {
                    change = shared[one] = ChangeOf(one);
                }

                look = Apply(look, change);
            }

            look = Apply(look, ChangeOf(element));
            return element.Attribute(XNamespace.Xml + "space")?.Value is { } space ? look with { Preserve = space == "preserve" } : look;
        }

        private static Look Apply(Look look, Change change) => look with
        {
            Italic = change.Italic ?? look.Italic, Bold = change.Bold ?? look.Bold, Underline = change.Underline ?? look.Underline, Top = change.Top ?? look.Top,
        };

        private Change ChangeOf(XElement element) => new(
            Is(element, "fontStyle", "normal", "italic", "oblique"), Is(element, "fontWeight", "normal", "bold"), Is(element, "textDecoration", "none", "underline"),
            element.Name.LocalName == "region" ? IsTop(element) : null);

        private XElement? Region(XElement element) => Ids(element, "region").Select(id => regions.GetValueOrDefault(id)).FirstOrDefault();

        private static string[] Ids(XElement element, string name) =>
            element.Attribute(name)?.Value.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];

        /// <summary>Aligned to its upper edge, or in the upper third of the picture.</summary>
        private bool IsTop(XElement region)
        {
            var parts = region.Elements().Where(child => child.Name.LocalName == "style")
                .Concat(Ids(region, "style").Select(id => styles.GetValueOrDefault(id)).OfType<XElement>()).Prepend(region).ToList();
            var origin = parts.Select(part => Tts(part, "origin")).FirstOrDefault(value => value is not null);
            var y = origin is not null && Origin().Match(origin) is { Success: true } match ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : (double?)null;
            return parts.Any(part => Tts(part, "displayAlign") == "before") ? y is null or < 50 : parts.All(part => Tts(part, "displayAlign") is null) && y < 34;
        }

        private static bool? Is(XElement element, string name, string off, params string[] on) =>
            Tts(element, name) is { } value ? on.Contains(value) ? true : value == off ? false : null : null;

        private static string? Tts(XElement element, string name) =>
            element.Attributes().FirstOrDefault(one => one.Name.LocalName == name && one.Name.NamespaceName.EndsWith("#styling", StringComparison.Ordinal))?.Value.Trim();
    }

    internal static List<Cue> Read(string text, int mostCues)
    {
        var cues = new List<Cue>();

        // A track of a container holds a document for each fragment, one behind the other.
        foreach (var document in EndOfDocument().Split(text).Where(part => part.Contains('<')))
        {
            var root = Load(document.Trim('\0', ' ', '\r', '\n', '\t'));
            var reader = new Reader(ClockOf(root), ById(root, "style"), ById(root, "region"), cues, mostCues);
            foreach (var body in root.Elements().Where(child => child.Name.LocalName == "body"))
            {
                reader.Walk(body, TimeSpan.Zero, null, default);
            }
        }

        return cues;
    }

    private static XElement Load(string document)
    {
        try
        {
            CheckDepth(document);
            using var reader = XmlReader.Create(new StringReader(document), Safe);
            return XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException exception)
        {
            throw new SubtitlesRefusedException(exception.Message.Contains("DTD", StringComparison.Ordinal)
                ? "The file declares a document type (DTD), which is not allowed: export the subtitles as plain TTML."
                : $"The file is not well-formed XML: line {exception.LineNumber} cannot be read.");
        }
    }

    /// <summary>A tree of a million levels would end the process, not only the file.</summary>
    private static void CheckDepth(string document)
    {
        using var reader = XmlReader.Create(new StringReader(document), Safe);
        while (reader.Read())
        {
            if (reader.Depth > DeepestElements)
            {
                throw new SubtitlesRefusedException($"The file nests its elements deeper than {DeepestElements} levels: these are no subtitles.");
            }
        }
    }

    private static Dictionary<string, XElement> ById(XElement root, string name)
    {
        var found = new Dictionary<string, XElement>();
        foreach (var element in root.Descendants().Where(one => one.Name.LocalName == name))
        {
            if (element.Attribute(XNamespace.Xml + "id")?.Value is { } id)
            {
                found.TryAdd(id, element);
            }
        }

        return found;
    }

    private static Clock ClockOf(XElement root)
    {
        var multiplier = Parameter("frameRateMultiplier")?.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries);
        var scale = multiplier is [var over, var under] ? Number(over) / Number(under) : 1;
        var rate = Number(Parameter("frameRate")) ?? 30;
        var frames = rate * scale is > 0 and < 1000 and var scaled ? scaled : rate;
        return new(frames, Number(Parameter("tickRate")) ?? (Parameter("frameRate") is null ? 1 : frames));

        string? Parameter(string name) =>
            root.Attributes().FirstOrDefault(one => one.Name.LocalName == name && one.Name.NamespaceName.EndsWith("#parameter", StringComparison.Ordinal))?.Value;

        static double? Number(string? text) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e9 ? number : null;
    }

    [GeneratedRegex(@"(?<=</(?:[A-Za-z_][\w.-]{0,40}:)?tt\s{0,20}>)")]
    private static partial Regex EndOfDocument();

    [GeneratedRegex(@"^(?:(?<h>[0-9]{2,5}):(?<m>[0-9]{2}):(?<s>[0-9]{2}(?:\.[0-9]{1,12})?)(?::(?<frames>[0-9]{2,4}(?:\.[0-9]{1,6})?))?|(?<count>[0-9]{1,15}(?:\.[0-9]{1,12})?)(?<unit>h|ms|m|s|f|t))$")]
    private static partial Regex TimeExpression();

    [GeneratedRegex(@"^\S+\s+([0-9]{1,3}(?:\.[0-9]{1,9})?)%")]
    private static partial Regex Origin();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
