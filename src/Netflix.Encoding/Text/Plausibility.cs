using System.Text;

namespace Netflix.Encoding.Text;

/// <summary>
/// How much bytes look like a language in each encoding. Of Latin letters those beyond ASCII are looked at: the right page
/// gives the letters of one language, a wrong one those of several, or signs within words. Other scripts are known by how
/// frequent their letters are, and Asian ones by how many of the characters are the everyday ones.
/// </summary>
internal static class Plausibility
{
    private const double EnoughOfAsian = 0.72;

    /// <summary>The letters beyond ASCII of each language, in small; earlier pages win where several fit as well.</summary>
    private static readonly (int Page, string[] Languages)[] Latin =
    [
        (1252, ["åäöéüà", "æøåéöäü", "äöüßéà", "éèàçêôûîëïùâœæ", "áéíóúñü¿¡", "àèéìòùî", "ãõçáéíóúâêôàü", "éëïöüèêáóç", "áéíóúýðþæö", "äöõüšž", "àçéèíïóòúü", "äöåšž"]),
        (1250, ["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüßéà", "ëç"]),
        (28592, ["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"]),
        (1254, ["çğıöşüâîû"]),
        (1257, ["ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"]),
        (28605, ["éèàçêôûîëïùâœæ€", "äöåšž"]),
    ];

    /// <summary>Letters by falling frequency.</summary>
    private static readonly (int Page, string[] Languages)[] Other =
    [
        (1251, ["оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "оанивеітрксдулмпзяьбгйчхцїжєшюфщґ", "аоеинтрсвлдпкмузяъбгчщжшцхйфюь", "аоиенртсјкудвмплзгбчцшјжћњхђљфџ"]),
        (20866, ["оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"]),
        (21866, ["оанивеітрксдулмпзяьбгйчхцїжєшюфщґ"]),
        (28595, ["оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "оанивеітрксдулмпзяьбгйчхцїжєшюфщґ"]),
        (866, ["оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"]),
        (1253, ["αοιετσνηυρπκςμλάίέδόήγωχθύβφώξζψϊϋΐΰ"]),
        (28597, ["αοιετσνηυρπκςμλάίέδόήγωχθύβφώξζψϊϋΐΰ"]),
        (1255, ["יוהלאתרמבשנחקדעפכםגזטןסצףךץ"]),
        (1256, ["اليمنرتوهبدعسفكأقحجذشىصخضةطزثإءغظئؤآ", "اینردمهوتبسشکزفگخلعقجحپآصطچضغظذثژئ"]),
        (874, ["านรอกเงมยลวดทสตะปบคหแจพชขใไโผซถภธศณฉษฟฐญฝฆฮฬฤาิีึืุู่้็์ั๊๋ำๆ"]),
    ];

    /// <summary>The likeliest page of the sample, and how likely: about 1 for a usual text, 0 for none.</summary>
    internal static (int Page, double Score) Best(byte[] sample)
    {
        var best = Asian(sample).Where(one => one.Score >= EnoughOfAsian).OrderByDescending(one => one.Score).FirstOrDefault();
        if (best.Page != 0)
        {
            return best;
        }

        return Latin.SelectMany(page => page.Languages.Select(letters => (page.Page, Score: OfLatin(Decode(page.Page, sample), letters))))
            .Concat(Other.SelectMany(page => page.Languages.Select(letters => (page.Page, Score: OfOther(Decode(page.Page, sample), letters)))))
            .MaxBy(one => one.Score);
    }

    private static string Decode(int page, byte[] sample) => TextEncoding.Page(page).GetString(sample);

    /// <summary>The share of letters beyond ASCII that the language has; signs between letters and controls count against it.</summary>
    private static double OfLatin(string text, string letters)
    {
        var (count, points) = (0, 0.0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 0x80)
            {
                continue;
            }

            count++;
            var small = char.ToLowerInvariant(text[i]);
            points += letters.Contains(small) ? (IsOddCapital(text, i) ? 0.3 : 1)
                : text[i] < 0xA0 ? -1
                : char.IsLetter(text[i]) ? 0
                : IsAsciiLetter(text, i - 1) && IsAsciiLetter(text, i + 1) && text[i] != '’' ? -0.5
                : Punctuation.Contains(text[i]) ? 0.8
                : 0;
        }

        return count == 0 ? 0 : points / count;
    }

    private const string Punctuation = "’‘“”„‚–—…«»‹›¿¡♪ °€£§©®™•·´½²³ºª";

    /// <summary>Frequent letters count most, so that another script's letters in the same places do not pass; words mix no scripts.</summary>
    private static double OfOther(string text, string letters)
    {
        var (count, points) = (0, 0.0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 0x80)
            {
                continue;
            }

            count++;
            var rank = letters.IndexOf(char.ToLowerInvariant(text[i]));
            if (rank >= 0)
            {
                var weight = rank * 3 < letters.Length ? 1.1 : rank * 3 < letters.Length * 2 ? 0.9 : 0.4;
                points += IsAsciiLetter(text, i - 1) || IsAsciiLetter(text, i + 1) ? -1 : IsOddCapital(text, i) ? 0.5 * weight : weight;
            }
            else
            {
                points += text[i] < 0xA0 || text[i] == '\uFFFD' ? -1 : Punctuation.Contains(text[i]) ? 0.8 : 0;
            }
        }

        return count == 0 ? 0 : points / count;
    }

    /// <summary>A capital behind a letter: in the wrong page whole words are of them.</summary>
    private static bool IsOddCapital(string text, int index) => char.IsUpper(text[index]) && index > 0 && char.IsLetter(text[index - 1]);

    private static bool IsAsciiLetter(string text, int index) => index >= 0 && index < text.Length && char.IsAsciiLetter(text[index]);

    /// <summary>Pages of two bytes a character, of those in which the sample is valid.</summary>
    private static IEnumerable<(int Page, double Score)> Asian(byte[] sample)
    {
        if (Strict(932, sample) is { } japanese)
        {
            yield return (932, Japanese(japanese));
        }

        if (Strict(51932, sample) is { } unix)
        {
            yield return (51932, Japanese(unix));
        }

        // Hangul syllables lie in rows B0 to C8, where Chinese of GB 2312 has but half of its characters.
        if (Strict(949, sample) is { } korean)
        {
            yield return (949, 1.02 * Share(korean, letter => letter is >= '\uAC00' and <= '\uD7A3') * (Pairs(sample, 0xB0, 0xC8, 0xA1) > 0.95 ? 1 : 0.5));
        }

        if (Strict(950, sample) is not null)
        {
            yield return (950, Pairs(sample, 0xA4, 0xC6, 0x40));
        }

        if (Strict(54936, sample) is not null)
        {
            yield return (54936, Pairs(sample, 0xB0, 0xD7, 0xA1));
        }
    }

    /// <summary>Kana in every sentence; the half-width ones are but what other bytes look like.</summary>
    private static double Japanese(string text)
    {
        var kana = Share(text, letter => letter is >= '\u3040' and <= '\u30FF');
        return kana < 0.2 ? 0 : Share(text, letter => letter is (>= '\u3000' and <= '\u30FF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uFF01' and <= '\uFF5E')) + 0.03;
    }

    private static double Share(string text, Func<char, bool> is_)
    {
        var (count, good) = (0, 0);
        foreach (var letter in text.Where(letter => letter >= 0x80))
        {
            count++;
            good += is_(letter) ? 1 : 0;
        }

        return count == 0 ? 0 : (double)good / count;
    }

    /// <summary>The share of two-byte characters whose first byte lies in these rows, where a standard has the everyday characters; punctuation aside.</summary>
    private static double Pairs(byte[] sample, byte firstRow, byte lastRow, byte lowestTrail)
    {
        var (count, good) = (0, 0);
        for (var i = 0; i + 1 < sample.Length; i++)
        {
            if (sample[i] < 0x80)
            {
                continue;
            }

            var punctuation = sample[i] is >= 0xA1 and <= 0xA3;
            count += punctuation ? 0 : 1;
            good += !punctuation && sample[i] >= firstRow && sample[i] <= lastRow && sample[i + 1] >= lowestTrail ? 1 : 0;
            i++;
        }

        return count == 0 ? 0 : (double)good / count;
    }

    private static string? Strict(int page, byte[] sample)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!.GetString(sample);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
