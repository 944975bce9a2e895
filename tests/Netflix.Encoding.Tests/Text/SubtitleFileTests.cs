using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Netflix.Encoding.Text;

namespace Netflix.Encoding.Tests.Text;

/// <summary>What is read of files as people send them.</summary>
public class SubtitleFileTests
{
    private const string Ass = """
        [Script Info]
        ScriptType: v4.00+

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, Bold, Italic, Underline, Alignment
        Style: Default,Arial,20,0,0,0,2
        Style: Thought,Arial,20,0,-1,0,2
        Style: Sign,Arial,20,0,0,0,8

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,not shown
        Dialogue: 0,0:00:01.50,0:00:03.00,Default,,0,0,0,,One, with a comma\Nand {\i1}another{\i0} line
        Dialogue: 0,0:00:04.00,0:00:05.00,Thought,,0,0,0,,All leaning
        Dialogue: 0,0:00:06.00,0:00:07.00,Sign,,0,0,0,,{\pos(10,20)\fad(1,2)}EXIT
        Dialogue: 0,0:00:08.00,0:00:09.00,Default,,0,0,0,,{\an8}Up\hthere{\p1}m 0 0 l 100 0{\p0}
        Dialogue: 0,0:00:10.00,0:00:11.00,Default,,0,0,0,,{\p1}m 0 0 l 100 0 100 100
        """;

    private const string Imsc = """
        <?xml version="1.0" encoding="UTF-8"?>
        <tt:tt xmlns:tt="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" ttp:frameRate="25" ttp:tickRate="1000" xml:lang="sv">
          <tt:head><tt:styling><tt:style xml:id="lean" tts:fontStyle="italic"/></tt:styling>
            <tt:layout><tt:region xml:id="up" tts:origin="10% 10%" tts:extent="80% 20%" tts:displayAlign="before"/><tt:region xml:id="down" tts:origin="10% 70%" tts:displayAlign="after"/></tt:layout></tt:head>
          <tt:body><tt:div begin="00:00:10.000">
            <tt:p begin="00:00:01.500" end="00:00:03:05" region="down">One<tt:br/>two &amp; <tt:span style="lean">three</tt:span></tt:p>
            <tt:p begin="5s" dur="1500ms" region="up">Up
                 there</tt:p>
            <tt:p begin="7000t" end="200f"><tt:span begin="0s" end="0.4s">A</tt:span><tt:span begin="0.4s">B</tt:span></tt:p>
          </tt:div></tt:body>
        </tt:tt>
        """;

    private static string Read(string text) => Write(SubtitleFile.Read(Encoding(text)).Cues);

    private static byte[] Encoding(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static string Write(IEnumerable<Cue> cues) => string.Join(" | ", cues.Select(cue => $"{cue.Start.TotalSeconds:0.###}-{cue.End.TotalSeconds:0.###}{(cue.Top ? " top" : "")} {cue.Text.Replace("\n", "/")}"));

    [TestCase("1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nthere\n", "1-2.5 Hello | 3-4 there", TestName = "SubRip")]
    [TestCase("\uFEFF1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\nyou\r\n\r\n", "1-2.5 Hello/you", TestName = "SubRip with a mark and CRLF")]
    [TestCase("1\r00:00:01,000 --> 00:00:02,500\rHello\r\r2\r00:00:03,000 --> 00:00:04,000\rthere\r", "1-2.5 Hello | 3-4 there", TestName = "SubRip with CR alone")]
    [TestCase("1\n00:00:01,000 --> 00:00:02,500\nHello\n2\n00:00:03,000 --> 00:00:04,000\nthere", "1-2.5 Hello | 3-4 there", TestName = "Without empty lines")]
    [TestCase("00:00:01.000 --> 00:00:02.500\nHello\n\n00:00:03:250 -> 00:00:04\nthere", "1-2.5 Hello | 3.25-4 there", TestName = "Dots, colons, other arrows, no numbers")]
    [TestCase("0:01,5 --> 0:02,50\nHello", "1.5-2.5 Hello", TestName = "Short times")]
    [TestCase("1\n00: 00: 01, 000 --> 00:00:02 ,500 X1:1 X2:2\nHello", "1-2.5 Hello", TestName = "Spaces in times, places behind")]
    [TestCase("7\n00:00:03,000 --> 00:00:04,000\nsecond\n\n7\n00:00:01,000 --> 00:00:02,000\nfirst", "1-2 first | 3-4 second", TestName = "Out of order, numbered twice")]
    [TestCase("1\n00:00:01,000 --> 00:00:02,000\nsame\n\n2\n00:00:01,000 --> 00:00:02,000\nsame", "1-2 same", TestName = "Doubled")]
    [TestCase("1\n-00:00:01,000 --> 00:00:02,000\nHello\n\n2\n-00:00:03,000 --> -00:00:02,000\ngone", "0-2 Hello", TestName = "Negative times")]
    [TestCase("1\n00:00:05,000 --> 00:00:02,000\nLonger than it seems to be\n\n2\n00:00:06,000 --> 00:00:06,000\nB", "5-6 Longer than it seems to be | 6-7 B", TestName = "End before the start")]
    [TestCase("1\n00:00:01,000 --> 00:00:03,050\nA\n\n2\n00:00:03,000 --> 00:00:04,000\nB", "1-3 A | 3-4 B", TestName = "A slip over the next")]
    [TestCase("1\n00:00:01,000 --> 00:00:04,000\nA\n\n2\n00:00:03,000 --> 00:00:04,000\nB", "1-4 A | 3-4 B", TestName = "Two speak at once")]
    [TestCase("1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nB", "1-2 42 | 3-4 B", TestName = "A number that is text")]
    [TestCase("1\n00:00:01,000 --> 00:00:02,000\nA\n\nB\n\n2\n00:00:03,000 --> 00:00:04,000\n\n", "1-2 A/B", TestName = "Empty lines in the text, a cue without text")]
    [TestCase("1\n00:00:01,000 --> 00:00:02,000\n<i>A\n<b>B</i> C <font color=\"red\">D</font> {\\an8}<3 & <Bob> x < y", "1-2 top <i>A/<b>B</b></i><b> C D &lt;3 &amp; &lt;Bob&gt; x &lt; y</b>", TestName = "Tags unclosed and crossed, of SubStation, and none")]
    [TestCase("1\n00:00:01,000 --> 00:00:02,000\n<script>alert(1)</script>&lt;b&gt; &amp;amp; --> &nbsp;x", "1-2 alert(1)&lt;b&gt; &amp;amp; --&gt; \u00A0x", TestName = "Markup and entities")]
    [TestCase("1\n00:00:01,000 --> 00:00:02,000\n<i>\nA\n</i>\n<b></b>", "1-2 <i>A</i>", TestName = "Tags on lines of their own")]
    [TestCase("WEBVTT - a title\nKind: captions\n\nNOTE not\nshown\n\nSTYLE\n::cue { color: red }\n\nname of it\n00:01.000 --> 00:02.000 line:0 align:left\n<v.loud Åsa & Bo>Hello <c.yellow>you</c> <00:01.500>now\nmore\n\nid\n01:00:03.000 --> 01:00:04.000 line:90%\nB", "1-2 top <v Åsa &amp; Bo>Hello you now/more</v> | 3603-3604 B", TestName = "WebVTT")]
    [TestCase(Ass, "1.5-3 One, with a comma/and <i>another</i> line | 4-5 <i>All leaning</i> | 6-7 top EXIT | 8-9 top Up\u00A0there", TestName = "SubStation")]
    [TestCase("Dialogue: Marked=0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Bare", "1-2 Bare", TestName = "SubStation without headings")]
    [TestCase(Imsc, "11.5-13.2 One/two &amp; <i>three</i> | 15-16.5 top Up there | 17-17.4 A | 17.4-18 B", TestName = "IMSC1")]
    public void File_IsRead(string text, string cues) => Assert.That(Read(text), Is.EqualTo(cues));

    [TestCase("", "empty")]
    [TestCase(" \r\n\r\n", "empty")]
    [TestCase("Dear all, here are the subtitles.", "No subtitles were found")]
    [TestCase("a -> b", "not one subtitle")]
    [TestCase("WEBVTT\n", "not one subtitle")]
    [TestCase("#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n", "No subtitles were found")]
    [TestCase("<?xml version=\"1.0\"?><!DOCTYPE tt [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><tt><body><p begin=\"1s\" end=\"2s\">&x;</p></body></tt>", "DTD")]
    [TestCase("<tt><body><p begin=\"1s\"", "not well-formed XML: line 1")]
    public void OtherFile_IsRefusedWithASentence(string text, string sentence) =>
        Assert.That(() => SubtitleFile.Read(Encoding(text)), Throws.TypeOf<SubtitlesRefusedException>().With.Message.Contains(sentence).And.Message.EndsWith("."));

    [Test]
    public void NestedXml_IsRefused()
    {
        var deep = $"<tt><body>{string.Concat(Enumerable.Repeat("<div>", 1_000_000))}";

        Assert.That(() => SubtitleFile.Read(Encoding(deep)), Throws.TypeOf<SubtitlesRefusedException>().With.Message.Contains("deeper"));
    }

    [Test]
    public void TooManySubtitles_AreRefused()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 250_000; i++)
        {
            text.Append("0:01 --> 0:02\nA\n");
        }

        Assert.That(() => SubtitleFile.Read(Encoding(text.ToString())), Throws.TypeOf<SubtitlesRefusedException>().With.Message.Contains("more than"));
    }

    /// <summary>Files made to take forever: each is read within a breath, or refused.</summary>
    [Test]
    public void FilesMadeToTakeForever_DoNot([Values] Bomb bomb)
    {
        const int Size = 2 << 20;
        var text = bomb switch
        {
            Bomb.OpenTags => "0:01 --> 0:02\n" + Repeat("<i><v a>{\\i1}<", Size),
            Bomb.LoneTags => "0:01 --> 0:02\nx\n" + Repeat("<i>\n<b>\n</i>\n</v>\n", Size),
            Bomb.Blanks => "0:01 --> 0:02\n<i>" + new string(' ', Size) + "</i>" + new string('\n', Size),
            Bomb.Arrows => Repeat("00:00:01,000 --> 00:00: --> ", 390) + "\n" + Repeat("--> 0:0 -->\n", Size),
            Bomb.Fields => "[Events]\nFormat: " + Repeat("x,", Size / 2) + "Start, End, Text\n" + Repeat("Dialogue: 0,0:00:01.00,0:00:02.00,x,,0,0,0,,{\\i1}a{\n", Size / 2),
            _ => $"<tt xmlns:tts=\"x#styling\"><head><layout><region xml:id=\"r\">{Repeat("<style/>", Size / 2)}</region></layout></head><body><div>{Repeat("<p region=\"r\" begin=\"1s\" end=\"2s\">a</p>", Size / 2)}</div></body></tt>",
        };

        try
        {
            Assert.That(SubtitleFile.Read(Encoding(text)).Cues, Is.Not.Empty);
        }
        catch (SubtitlesRefusedException)
        {
            // Said so.
        }
    }

    public enum Bomb { OpenTags, LoneTags, Blanks, Arrows, Fields, Regions }

    private static string Repeat(string text, int length) => new StringBuilder(length + text.Length).Insert(0, text, 1 + (length / text.Length)).ToString();

    [Test]
    public void Repairs_AreTold()
    {
        var read = SubtitleFile.Read(Encoding("1\n00:00:05,000 --> 00:00:04,000\nA\n\n2\n00:00:01,000 --> 00:00:02,000\nB\n\n3\n00:00:03,000 --> 00:00:04,000\n"));

        Assert.That(read.Repairs, Is.EqualTo(new[]
        {
            "1 subtitle had no text and was left out.", "The subtitles were not in order of time and were sorted.", "1 subtitle had no end after the start and was given one.",
        }));
    }

    /// <summary>Whatever comes in: cues in order, inside the film, of clean text; or a refusal.</summary>
    [Test]
    public void AnyInput_GivesCleanCuesOrARefusal()
    {
        string[] pieces = ["1", "\n", "\r\n", "00:00:01,000 --> 00:00:02,000", " --> ", "WEBVTT\n", "<i>", "</i>", "<b", "<v A>", "</v>", "{\\an8}", "{\\i1}", "&amp;", "&#0;", "\0", "\uD800", "<", ">",
            "[Events]\n", "Dialogue: 0,0:00:01.00,0:00:02.00,x,,0,0,0,,", "<tt>", "<body>", "<p begin=\"1s\" end=\"2s\">", "</p>", "</body>", "</tt>", "-00:00:09,9 --> 99:99:99,999", "å", "text", "\u2028", "-->"];
        var text = Gen.Elements(pieces).ListOf().Select(parts => string.Concat(parts));

        Prop.ForAll(Arb.From(text), made =>
        {
            try
            {
                var cues = SubtitleFile.Read(Encoding(made)).Cues;
                return cues.Zip(cues.Skip(1)).All(pair => pair.First.Start <= pair.Second.Start) &&
                    cues.All(cue => cue.Start >= TimeSpan.Zero && cue.End > cue.Start && IsClean(cue.Text));
            }
            catch (SubtitlesRefusedException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Read again, what was written is the same.</summary>
    [Test]
    public void WrittenWebVtt_IsReadTheSame()
    {
        var cues = SubtitleFile.Read(Encoding("1\n00:00:01,000 --> 01:00:02,345\n<v Bob & Co><i>A</i> &lt;b> \n& B</v>\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}C")).Cues;

        Assert.That(SubtitleFile.Read(Encoding(WebVtt.Whole(cues))).Cues, Is.EqualTo(cues));
    }

    private static bool IsClean(string text)
    {
        var stack = new Stack<string>();
        foreach (System.Text.RegularExpressions.Match tag in System.Text.RegularExpressions.Regex.Matches(text, "<(/?)([^ >]*)[^>]*>"))
        {
            if (tag.Groups[2].Value is not ("i" or "b" or "u" or "v") || (tag.Groups[1].Length > 0 && (!stack.TryPop(out var open) || open != tag.Groups[2].Value)))
            {
                return false;
            }

            if (tag.Groups[1].Length == 0)
            {
                stack.Push(tag.Groups[2].Value);
            }
        }

        return stack.Count == 0 && text.Split('\n').All(line => !string.IsNullOrWhiteSpace(line)) && !text.Contains("-->");
    }
}
