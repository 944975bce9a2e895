using Netflix.Encoding.Media;

namespace Netflix.Encoding.Tests.Media;

public class LanguagesTests
{
    [TestCase("eng", "en")]
    [TestCase("ger", "de")]
    [TestCase("deu", "de")]
    [TestCase("SV", "sv")]
    [TestCase("pt-BR", "pt-BR")]
    [TestCase("por_br", "pt-BR")]
    [TestCase("zh-hans", "zh-Hans")]
    [TestCase("zh-Hant-hk", "zh-Hant-HK")]
    [TestCase("es-419", "es-419")]
    [TestCase("de-CH-1996", "de-CH")]
    [TestCase("en-x-private", "en")]
    [TestCase("haw", "haw", Description = "a language we have no name for")]
    [TestCase("und", "und")]
    [TestCase("mul", "und")]
    [TestCase("qaa", "und")]
    [TestCase("english", "und")]
    [TestCase("xx", "und")]
    [TestCase("../", "und")]
    [TestCase("", "und")]
    [TestCase(null, "und")]
    public void Tag_IsWhatPlayersUnderstand(string? code, string tag) => Assert.That(Languages.Tag(code), Is.EqualTo(tag));

    [TestCase("sv", "Svenska")]
    [TestCase("pt-BR", "Português (Brasil)")]
    [TestCase("zh-Hans", "简体中文")]
    [TestCase("fr-BE", "Français (BE)")]
    [TestCase("haw", "HAW")]
    [TestCase("und", "Original")]
    public void Label_IsInTheLanguageItself(string tag, string label) => Assert.That(Languages.Label(tag), Is.EqualTo(label));
}
