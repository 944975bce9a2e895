using Netflix.Contracts;
using Netflix.Identity.Features;

namespace Netflix.Identity.Tests;

internal sealed class RulesTests
{
    [TestCase("a@b.de", true)]
    [TestCase("first.last+tag@sub.example.org", true)]
    [TestCase("admin@netflix.local", true)]
    [TestCase("søren@exämple.org", true)]
    [TestCase(" padded@example.org ", true)]
    [TestCase("@example.org", false)]
    [TestCase("a@", false)]
    [TestCase("a@localhost", false)]
    [TestCase("a@-b.de", false)]
    [TestCase("a@b..de", false)]
    [TestCase("<a@b.de>", false)]
    [TestCase("a@b.de\n.", false)]
    public void Email_IsRecognised(string email, bool good)
    {
        var request = new SignUp.Request(email, "long enough", "SE", null, null, null, null);

        Assert.That(new SignUp.Validator().Validate(request).IsValid, Is.EqualTo(good));
    }

    [TestCase(8, true)]
    [TestCase(128, true)]
    [TestCase(7, false)]
    [TestCase(129, false)]
    public void Password_HasBounds(int length, bool good)
    {
        var request = new SignUp.Request("a@b.de", new string('x', length), "SE", null, null, null, null);

        Assert.That(new SignUp.Validator().Validate(request).IsValid, Is.EqualTo(good));
    }

    [TestCase("en", "en")]
    [TestCase("EN-us", "en-US")]
    [TestCase("zh-hant-tw", "zh-Hant-TW")]
    [TestCase("es-419", "es-419")]
    public void LanguageTag_IsWrittenAsUsual(string tag, string written) => Assert.That(Rules.LanguageTag(tag), Is.EqualTo(written));

    [TestCase("premium", true)]
    [TestCase("Premium", true)]
    [TestCase("2", false)]
    [TestCase(" premium", false)]
    [TestCase("basic,standard", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void PlanName_IsANameOnly(string? name, bool good) => Assert.That(Rules.TryName<Plan>(name, out _), Is.EqualTo(good));

    [Test]
    public void Countries_AreThe249OfIso3166()
    {
        Assert.That(Countries.Count, Is.EqualTo(249));
        Assert.That(Countries.IsKnown("gb"), Is.True);
        Assert.That(Countries.IsKnown("UK"), Is.False);
        Assert.That(Countries.IsKnown("EU"), Is.False);
    }

    [TestCase("anna.berg@example.org", "Anna")]
    [TestCase("JO+films@example.org", "Jo")]
    [TestCase("1234@example.org", "Me")]
    public void FirstProfile_IsNamedByTheEmail(string email, string name) => Assert.That(Opening.NameFrom(email), Is.EqualTo(name));
}
