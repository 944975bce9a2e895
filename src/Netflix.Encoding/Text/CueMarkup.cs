using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Netflix.Encoding.Text;

/// <summary>Writes the text of one cue: escapes what is text, keeps tags balanced, leaves out empty lines.</summary>
internal sealed partial class CueMarkup
{
    private const int LongestVoice = 80;
    private const int DeepestTags = 8;
    private const int LongestText = 4000;

    private readonly StringBuilder text = new();
    private readonly Stack<char> open = new();

    /// <summary>The cue text of what SubRip and WebVTT write: HTML-like tags, entities, and overrides of SubStation that SubRip borrows.</summary>
    internal static (string Text, bool Top) OfHtml(string source)
    {
        var markup = new CueMarkup();
        var (top, from) = (false, 0);
        source = Shortened(source);
        foreach (Match tag in Tag().Matches(source))
        {
            markup.AddEncoded(source[from..tag.Index]);
            from = tag.Index + tag.Length;
            if (tag.Value[0] == '{')
            {
                top |= markup.Override(tag.Value);
            }
            else
            {
                markup.Element(tag);
            }
        }

        markup.AddEncoded(source[from..]);
        return (markup.ToString(), top);
    }

    /// <summary>More than a screen can hold is no subtitle, and not worth the time.</summary>
    internal static string Shortened(string source) => source.Length > LongestText ? source[..LongestText] : source;

    /// <summary>Plain text; line breaks are kept.</summary>
    internal CueMarkup Add(string plain)
    {
        foreach (var letter in plain)
        {
            _ = letter switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '\r' => text,
                '\n' or '\u2028' or '\u2029' or '\u0085' => text.Append('\n'),
                _ when char.IsControl(letter) => letter == '\t' ? text.Append(' ') : text,
                '\uFEFF' or '\uFFFE' or '\uFFFF' => text,
                _ => text.Append(letter),
            };
        }

        return this;
    }

    /// <summary>Turns italics (i), bold (b) or underline (u) on or off; what is so already stays so.</summary>
    internal CueMarkup Style(char tag, bool on)
    {
        if (on && !open.Contains(tag) && open.Count < DeepestTags)
        {
            open.Push(tag);
            text.Append('<').Append(tag).Append('>');
        }
        else if (!on && open.Contains(tag))
        {
            // Tags nest: those within are closed too, and opened again.
            var within = new Stack<char>();
            while (open.Pop() is var last)
            {
                text.Append("</").Append(last).Append('>');
                if (last == tag)
                {
                    break;
                }

                within.Push(last);
            }

            foreach (var again in within.Where(again => again != 'v'))
            {
                Style(again, true);
            }
        }

        return this;
    }

    internal CueMarkup CloseAll()
    {
        while (open.TryPop(out var tag))
        {
            text.Append("</").Append(tag).Append('>');
        }

        return this;
    }

    /// <summary>The whole cue text, closed and without empty lines; empty when nothing is to be seen.</summary>
    public override string ToString()
    {
        var whole = CloseAll().text.ToString();
        for (var before = ""; before != whole;)
        {
            (before, whole) = (whole, EmptyPair().Replace(whole, "$3"));
        }

        // Tags alone on a line go to the text beside them: a line without ink would be an empty one on the screen.
        var (lines, opening) = (new List<string>(), "");
        foreach (var line in whole.Split('\n').Select(line => line.Trim()))
        {
            if (Tags().Replace(line, "").AsSpan().Trim().Length > 0)
            {
                lines.Add(opening + line);
                opening = "";
                continue;
            }

            foreach (Match tag in Tags().Matches(line))
            {
                if (tag.Value[1] != '/')
                {
                    opening += tag.Value;
                }
                else if (lines.Count > 0)
                {
                    lines[^1] += tag.Value;
                }
            }
        }

        return string.Join('\n', lines);
    }

    private void AddEncoded(string encoded) => Add(encoded.Contains('&') ? WebUtility.HtmlDecode(encoded) : encoded);

    private void Element(Match tag)
    {
        var closing = tag.Groups["end"].Length > 0;
        switch (tag.Groups["name"].Value.ToLowerInvariant())
        {
            case "i" or "em":
                Style('i', !closing);
                break;
            case "b" or "strong":
                Style('b', !closing);
                break;
            case "u":
                Style('u', !closing);
                break;
            case "br":
                text.Append('\n');
                break;
            case "v":
                Voice(closing ? null : tag.Groups["rest"].Value);
                break;
            case var name when !Dropped.Contains(name) && char.IsAsciiLetterUpper(tag.Groups["name"].Value[0]):
                AddEncoded(tag.Value); // <Bob>: somebody's way of naming the speaker
                break;
        }
    }

    private void Voice(string? name)
    {
        Style('v', false);
        var spoken = name?.StartsWith('.') == true ? name[(name.IndexOf(' ') is >= 0 and var space ? space : name.Length)..] : name; // <v.loud Åsa>
        var clean = WebUtility.HtmlDecode(spoken ?? "").Replace('>', ' ').Replace('<', ' ').Replace('\n', ' ').Replace('\r', ' ').Trim();
        if (clean.Length > 0 && open.Count < DeepestTags)
        {
            open.Push('v');
            text.Append("<v ").Append((clean.Length > LongestVoice ? clean[..LongestVoice] : clean).Replace("&", "&amp;", StringComparison.Ordinal)).Append('>');
        }
    }

    /// <summary><c>{\an8\i1}</c>; true when it puts the cue to the top.</summary>
    internal bool Override(string braces)
    {
        var top = false;
        foreach (var code in braces.Trim('{', '}').Split('\\', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            switch (code)
            {
                case "i1" or "b1" or "u1":
                    Style(code[0], true);
                    break;
                case "i0" or "b0" or "u0" or "i" or "b" or "u":
                    Style(code[0], false);
                    break;
                case "an7" or "an8" or "an9" or "a5" or "a6" or "a7":
                    top = true;
                    break;
            }
        }

        return top;
    }

    /// <summary>Tags that formatting may have; unlike names, they are never text.</summary>
    private static readonly HashSet<string> Dropped = ["font", "span", "c", "lang", "ruby", "rt", "s", "strike", "p", "div", "small", "big", "script", "style", "a", "img"];

    [GeneratedRegex(@"<(?<end>/?)(?<name>[A-Za-z]{1,20}|[0-9]{1,3}(?=:))(?<rest>[^<>\n]{0,200})>|\{\\[^{}\n]{0,400}\}")]
    private static partial Regex Tag();

    [GeneratedRegex("</?[ibu]>|<v [^>]*>|</v>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"(?:<([ibu])>|<(v) [^>]*>)(\s*)</(?:\1|\2)>")]
    private static partial Regex EmptyPair();
}
