using Netflix.Encoding.Ladder;
using Netflix.Encoding.Markers;
using Netflix.Encoding.Pictures;
using Netflix.Encoding.Tests.Pictures;

namespace Netflix.Encoding.Tests.Markers;

public class OtherEvidenceTests
{
    [Test]
    public void Credits_AsTextOnBlackToTheEnd_AreFound()
    {
        List<Still> stills = [.. Scenes(1000, 40), .. Text(1040, 55), Drawn.Flat(1095, 0), Drawn.Flat(1096, 0)];

        var found = CreditRoll.Find(stills, 1097);

        Assert.That((found?.Kind, found?.Start, found?.End), Is.EqualTo(("credits", 1040, 1097)));
        Assert.That(found!.Confidence, Is.LessThanOrEqualTo(0.8));
    }

    [Test]
    public void Text_ThatIsOverBeforeTheEnd_IsNoCredits() =>
        Assert.That(CreditRoll.Find([.. Text(1000, 30), .. Scenes(1030, 40)], 1070), Is.Null);

    [Test]
    public void Pictures_ThatFadeToBlack_AreNoCredits() =>
        Assert.That(CreditRoll.Find([.. Scenes(1000, 30), .. Enumerable.Range(0, 20).Select(i => Drawn.Flat(1030 + i, 0))], 1050), Is.Null);

    [Test]
    public void ALampInTheNight_IsNoText() =>
        Assert.That(CreditRoll.Find([.. Enumerable.Range(0, 30).Select(i => Drawn.Each(i, (x, y) => x is > 60 and < 90 && y is > 20 and < 60 ? (220, 220, 200) : (3, 3, 8)))], 30), Is.Null);

    [Test]
    public void Chapters_AreMarkersAndTellWhatTheirNamesSay()
    {
        var markers = ChapterMarkers.Of([new(-0.02, 60, "Opening"), new(60, 600, null), new(600, 600, "Empty"), new(600, 702, "End\0 Credits")], 700);

        Assert.That(markers.Select(one => (one.Kind, one.Start, one.End, one.Title)), Is.EqualTo(new (string, double, double, string?)[]
        {
            ("chapter", 0, 60, "Opening"), ("intro", 0, 60, null), ("chapter", 60, 600, "Chapter 2"), ("chapter", 600, 700, "End Credits"), ("credits", 600, 700, null),
        }));
    }

    [TestCase("Preview")]
    [TestCase("Next time on Two of a Kind")]
    [TestCase("Scenes from next week")]
    public void Chapters_OfWhatComesNext_ArePreviews(string title) =>
        Assert.That(ChapterMarkers.Of([new SourceChapter(0, 9, title)], 10).Select(one => one.Kind), Is.EqualTo(new[] { "chapter", "preview" }));

    [TestCase("Previewing a Murder")]
    [TestCase("The Intro of Doctor Who")]
    [TestCase("Creditors")]
    public void Chapters_OfOtherNames_AreChaptersAlone(string title) => Assert.That(ChapterMarkers.Of([new SourceChapter(0, 9, title)], 10), Has.Count.EqualTo(1));

    private static IEnumerable<Still> Scenes(int from, int count) => Enumerable.Range(from, count).Select(second => Drawn.Scene(second, second));

    private static IEnumerable<Still> Text(int from, int count) => Enumerable.Range(from, count).Select(second => Drawn.Credits(second, second));
}
