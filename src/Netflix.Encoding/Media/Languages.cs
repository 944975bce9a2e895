namespace Netflix.Encoding.Media;

/// <summary>
/// Containers name languages by three letters (ISO 639-2, two variants) or by BCP 47, players by BCP 47. Names are in the
/// language itself, as players list them.
/// </summary>
internal static class Languages
{
    internal const string Unknown = "und";

    private static readonly (string Tag, string Codes, string Name)[] Known =
    [
        ("af", "afr", "Afrikaans"), ("am", "amh", "አማርኛ"), ("ar", "ara", "العربية"), ("az", "aze", "Azərbaycanca"), ("be", "bel", "Беларуская"),
        ("bg", "bul", "Български"), ("bn", "ben", "বাংলা"), ("bs", "bos", "Bosanski"), ("ca", "cat", "Català"), ("cs", "ces cze", "Čeština"),
        ("cy", "cym wel", "Cymraeg"), ("da", "dan", "Dansk"), ("de", "deu ger", "Deutsch"), ("el", "ell gre", "Ελληνικά"), ("en", "eng", "English"),
        ("eo", "epo", "Esperanto"), ("es", "spa", "Español"), ("et", "est", "Eesti"), ("eu", "eus baq", "Euskara"), ("fa", "fas per", "فارسی"),
        ("fi", "fin", "Suomi"), ("fil", "fil", "Filipino"), ("fo", "fao", "Føroyskt"), ("fr", "fra fre", "Français"), ("ga", "gle", "Gaeilge"),
        ("gl", "glg", "Galego"), ("gu", "guj", "ગુજરાતી"), ("he", "heb", "עברית"), ("hi", "hin", "हिन्दी"), ("hr", "hrv", "Hrvatski"),
        ("hu", "hun", "Magyar"), ("hy", "hye arm", "Հայերեն"), ("id", "ind", "Bahasa Indonesia"), ("is", "isl ice", "Íslenska"),
        ("it", "ita", "Italiano"), ("ja", "jpn", "日本語"), ("ka", "kat geo", "ქართული"), ("kk", "kaz", "Қазақша"), ("km", "khm", "ខ្មែរ"),
        ("kn", "kan", "ಕನ್ನಡ"), ("ko", "kor", "한국어"), ("la", "lat", "Latina"), ("lt", "lit", "Lietuvių"), ("lv", "lav", "Latviešu"),
        ("mk", "mkd mac", "Македонски"), ("ml", "mal", "മലയാളം"), ("mn", "mon", "Монгол"), ("mr", "mar", "मराठी"), ("ms", "msa may", "Bahasa Melayu"),
        ("nb", "nob", "Norsk bokmål"), ("nl", "nld dut", "Nederlands"), ("nn", "nno", "Norsk nynorsk"), ("no", "nor", "Norsk"), ("pa", "pan", "ਪੰਜਾਬੀ"),
        ("pl", "pol", "Polski"), ("pt", "por", "Português"), ("ro", "ron rum", "Română"), ("ru", "rus", "Русский"), ("se", "sme", "Davvisámegiella"),
        ("sk", "slk slo", "Slovenčina"), ("sl", "slv", "Slovenščina"), ("sq", "sqi alb", "Shqip"), ("sr", "srp", "Српски"), ("sv", "swe", "Svenska"),
        ("sw", "swa", "Kiswahili"), ("ta", "tam", "தமிழ்"), ("te", "tel", "తెలుగు"), ("th", "tha", "ไทย"), ("tl", "tgl", "Tagalog"),
        ("tr", "tur", "Türkçe"), ("uk", "ukr", "Українська"), ("ur", "urd", "اردو"), ("uz", "uzb", "Oʻzbekcha"), ("vi", "vie", "Tiếng Việt"),
        ("yi", "yid", "ייִדיש"), ("yue", "yue", "粵語"), ("zh", "zho chi cmn", "中文"), ("zu", "zul", "isiZulu"),
    ];

    // Others have their region behind the name: "Français (BE)".
    private static readonly Dictionary<string, string> Regional = new()
    {
        ["en-GB"] = "English (UK)", ["en-US"] = "English (US)", ["es-419"] = "Español (Latinoamérica)", ["es-ES"] = "Español (España)",
        ["es-MX"] = "Español (México)", ["fr-CA"] = "Français (Canada)", ["fr-FR"] = "Français (France)", ["pt-BR"] = "Português (Brasil)",
        ["pt-PT"] = "Português (Portugal)", ["sr-Latn"] = "Srpski", ["zh-Hans"] = "简体中文", ["zh-Hant"] = "繁體中文",
        ["zh-CN"] = "中文 (中国)", ["zh-TW"] = "中文 (台灣)", ["zh-HK"] = "中文 (香港)",
    };

    /// <summary>
    /// The BCP 47 tag of what a container or a person wrote, its script and region kept; <see cref="Unknown"/> when that
    /// names no language (<c>mul</c>, <c>zxx</c>), or is none.
    /// </summary>
    internal static string Tag(string? code)
    {
        var parts = (code ?? "").Trim().Split('-', '_');
        var language = parts[0].ToLowerInvariant();
        var known = Known.FirstOrDefault(one => one.Tag == language || (language.Length == 3 && one.Codes.Split(' ').Contains(language))).Tag;
        if (known is null && (language.Length != 3 || !language.All(char.IsAsciiLetterLower) || language is Unknown or "mul" or "mis" or "zxx" || IsLocal(language)))
        {
            return Unknown;
        }

        var tag = known ?? language;
        foreach (var part in parts.Skip(1))
        {
            if (part.Length == 4 && part.All(char.IsAsciiLetter) && !tag.Contains('-'))
            {
                tag += $"-{char.ToUpperInvariant(part[0])}{part[1..].ToLowerInvariant()}";
            }
            else if ((part.Length == 2 && part.All(char.IsAsciiLetter)) || (part.Length == 3 && part.All(char.IsAsciiDigit)))
            {
                return $"{tag}-{part.ToUpperInvariant()}"; // variants and extensions behind it tell players nothing
            }
            else
            {
                break;
            }
        }

        return tag;
    }

    /// <summary>What viewers choose by.</summary>
    internal static string Label(string tag)
    {
        if (Regional.TryGetValue(tag, out var whole))
        {
            return whole;
        }

        var parts = tag.Split('-', 2);
        var name = Known.FirstOrDefault(one => one.Tag == parts[0]).Name ?? (tag == Unknown ? "Original" : parts[0].ToUpperInvariant());
        return parts.Length > 1 ? $"{name} ({parts[1]})" : name;
    }

    /// <summary>Left to private agreements: <c>qaa</c> to <c>qtz</c>.</summary>
    private static bool IsLocal(string language) => language[0] == 'q' && language[1] <= 't';
}
