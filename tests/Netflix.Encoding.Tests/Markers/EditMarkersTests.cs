using Netflix.Encoding.Features;

namespace Netflix.Encoding.Tests.Markers;

public class EditMarkersTests
{
    private const double Seconds = 100;

    [TestCase(null, 0.0, 5.0, null, "markers[0].kind")]
    [TestCase("outro", 0.0, 5.0, null, "markers[0].kind")]
    [TestCase("Intro", 0.0, 5.0, null, "markers[0].kind")]
    [TestCase("intro", null, 5.0, null, "markers[0].start")]
    [TestCase("intro", -1.0, 5.0, null, "markers[0].start")]
    [TestCase("intro", double.NaN, 5.0, null, "markers[0].start")]
    [TestCase("intro", 5.0, null, null, "markers[0].end")]
    [TestCase("intro", 5.0, 5.0, null, "markers[0].end")]
    [TestCase("intro", 6.0, 5.0, null, "markers[0].end")]
    [TestCase("intro", 5.0, double.PositiveInfinity, null, "markers[0].end")]
    [TestCase("intro", 5.0, 100.1, null, "markers[0].end")]
    [TestCase("chapter", 5.0, 9.0, "a\0b", "markers[0].title")]
    [TestCase("chapter", 5.0, 100.0, "One", null)]
    public void Marker_ThatCannotBe_IsNamed(string? kind, double? start, double? end, string? title, string? field) =>
        Assert.That(EditMarkers.Fault([new(kind, start, end, title)], Seconds)?.Field, Is.EqualTo(field));

    [Test]
    public void Lists_ThatCannotBe_AreNamed()
    {
        Assert.That(EditMarkers.Fault(null, Seconds)?.Field, Is.EqualTo("markers"));
        Assert.That(EditMarkers.Fault([null], Seconds)?.Field, Is.EqualTo("markers[0].kind"));
        Assert.That(EditMarkers.Fault([.. Enumerable.Repeat(new EditMarkers.Item("chapter", 0, 1), 501)], Seconds)?.Field, Is.EqualTo("markers"));
        Assert.That(EditMarkers.Fault([new("chapter", 0, 1, new string('a', 201))], Seconds)?.Field, Is.EqualTo("markers[0].title"));
        Assert.That(EditMarkers.Fault([], Seconds), Is.Null);
    }

    [TestCase("intro", "markers[0].start")]
    [TestCase("recap", "markers[0].start")]
    [TestCase("credits", "markers[0].start")]
    [TestCase("chapter", null)]
    public void Overlaps_AreForChaptersAlone(string kind, string? field) =>
        Assert.That(EditMarkers.Fault([new(kind, 15, 30), new(kind, 10, 20)], Seconds)?.Field, Is.EqualTo(field));

    [Test]
    public void Intros_OneAfterAnother_AndARecapBeside_AreTaken() =>
        Assert.That(EditMarkers.Fault([new("intro", 10, 20), new("intro", 20, 30), new("recap", 0, 15)], Seconds), Is.Null);
}
