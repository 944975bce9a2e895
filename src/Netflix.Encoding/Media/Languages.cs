namespace Netflix.Encoding.Media;

/// <summary>Containers name languages by three letters (ISO 639-2, two variants), players by BCP 47.</summary>
internal static class Languages
{
    internal const string Unknown = "und";

    private static readonly (string Tag, string Codes, string Name)[] Known =
    [
        ("ar", "ara", "العربية"), ("bg", "bul", "Български"), ("cs", "ces cze", "Čeština"), ("da", "dan", "Dansk"),
        ("de", "deu ger", "Deutsch"), ("el", "ell gre", "Ελληνικά"), ("en", "eng", "English"), ("es", "spa", "Español"),
        ("et", "est", "Eesti"), ("fi", "fin", "Suomi"), ("fr", "fra fre", "Français"), ("he", "heb", "עברית"),
        ("hi", "hin", "हिन्दी"), ("hr", "hrv", "Hrvatski"), ("hu", "hun", "Magyar"), ("id", "ind", "Bahasa Indonesia"),
        ("it", "ita", "Italiano"), ("ja", "jpn", "日本語"), ("ko", "kor", "한국어"), ("lt", "lit", "Lietuvių"),
        ("lv", "lav", "Latviešu"), ("nl", "nld dut", "Nederlands"), ("no", "nor nob nno", "Norsk"), ("pl", "pol", "Polski"),
        ("pt", "por", "Português"), ("ro", "ron rum", "Română"), ("ru", "rus", "Русский"), ("sk", "slk slo", "Slovenčina"),
        ("sv", "swe", "Svenska"), ("th", "tha", "ไทย"), ("tr", "tur", "Türkçe"), ("uk", "ukr", "Українська"),
        ("vi", "vie", "Tiếng Việt"), ("zh", "zho chi", "中文"),
    ];

    /// <summary>The BCP 47 tag of what a container says; <see cref="Unknown"/> when it says nothing we know.</summary>
    internal static string Tag(string? code) =>
        Known.FirstOrDefault(language => language.Tag == code || (code?.Length == 3 && language.Codes.Contains(code, StringComparison.Ordinal))).Tag ?? Unknown;

    internal static string Label(string tag) => Known.FirstOrDefault(language => language.Tag == tag).Name ?? "Original";
}
