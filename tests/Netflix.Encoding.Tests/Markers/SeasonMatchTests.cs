using Netflix.Encoding.Markers;
using static Netflix.Encoding.Tests.Markers.Sounds;

namespace Netflix.Encoding.Tests.Markers;

public class SeasonMatchTests
{
    private static readonly uint[] Intro = Of(1, 25);
    private static readonly uint[] Closing = Of(2, 20);

    [Test]
    public void Episodes_WithOneIntro_BothHaveItAtTheirCuts()
    {
        var first = Episode(1, [11.8, 30.9, 36.7, 70], Of(11, 12), Intro, Of(12, 150));
        var second = Episode(2, [41.3, 66.9], Of(21, 41), Noisy(Intro, 4, 3), Of(22, 150));

        Assert.That(SeasonMatch.Find(first, [second]).Select(one => (one.Kind, one.Start, one.End)), Is.EqualTo(new[] { ("intro", 11.8, 36.7) }));
        Assert.That(SeasonMatch.Find(second, [first]).Select(one => (one.Kind, one.Start, one.End)), Is.EqualTo(new[] { ("intro", 41.3, 66.9) }));
    }

    [Test]
    public void Intro_WithoutACutNearby_KeepsTheTimeOfItsSound()
    {
        var first = Episode(1, [3, 60], Of(11, 12), Intro, Of(12, 150));

        var found = SeasonMatch.Find(first, [Episode(2, [], Of(21, 30), Intro, Of(22, 150))]).Single();

        Assert.That((found.Start, found.End), Is.Not.EqualTo((3, 60)));
        Assert.That(found.Start, Is.EqualTo(12).Within(1.7));
    }

    [Test]
    public void Intro_OfMoreEpisodes_IsSurer()
    {
        var episodes = Enumerable.Range(1, 5).Select(number => Episode(number, [], Of(number * 10, number * 3), Noisy(Intro, 2, number), Of((number * 10) + 1, 150))).ToList();

        var few = SeasonMatch.Find(episodes[0], episodes[1..2]).Single();
        var many = SeasonMatch.Find(episodes[0], episodes[1..]).Single();

        Assert.That(few.Confidence, Is.InRange(0.5, 0.7));
        Assert.That(many.Confidence, Is.GreaterThan(0.85));
    }

    [Test]
    public void Intro_IsWhatMostEpisodesShare()
    {
        var other = Of(5, 30); // longer, but shared with one episode alone
        var episode = Episode(1, [], Of(10, 3), Intro, Of(11, 2), other, Of(12, 250));

        var found = SeasonMatch.Find(episode,
        [
            Episode(2, [], other, Of(21, 250)), Episode(3, [], Of(30, 8), Intro, Of(31, 200)), Episode(4, [], Of(40, 14), Intro, Of(41, 200)),
        ]).Single();

        Assert.That(found.Start, Is.EqualTo(3).Within(1.7));
    }

    [Test]
    public void SharedSound_InTheMiddle_IsNoMarker() =>
        Assert.That(SeasonMatch.Find(Episode(1, [], Of(10, 100), Intro, Of(11, 100)), [Episode(2, [], Of(20, 90), Intro, Of(21, 100))]), Is.Empty);

    [Test]
    public void SharedSound_AtTheEnd_IsCredits()
    {
        var found = SeasonMatch.Find(Episode(1, [], Of(10, 200), Closing), [Episode(2, [], Of(20, 150), Noisy(Closing, 4, 1))]).Single();

        Assert.That(found.Kind, Is.EqualTo("credits"));
        Assert.That(found.Start, Is.EqualTo(200).Within(1.7));
        Assert.That(found.End, Is.EqualTo(220).Within(3));
    }

    [Test]
    public void SameFileTwice_HasNoMarkers()
    {
        uint[][] parts = [Of(10, 10), Intro, Of(11, 100)];

        Assert.That(SeasonMatch.Find(Episode(1, [], parts), [Episode(2, [], parts)]), Is.Empty);
    }

    [Test]
    public void Clips_OfThePreviousEpisode_AreARecap()
    {
        var body = Of(11, 200);
        var clips = new[] { body[200..260], body[700..770], body[1200..1290] };
        var previous = Episode(1, [], Of(10, 5), Intro, body);

        var found = SeasonMatch.Find(Episode(2, [], [.. clips, Intro, Of(21, 220)]), [previous]).ToDictionary(one => one.Kind);

        Assert.That(found.Keys, Is.EquivalentTo(new[] { "intro", "recap" }));
        Assert.That(found["recap"].Start, Is.Zero);
        Assert.That(found["recap"].End, Is.EqualTo(220 * Fingerprint.ItemSeconds).Within(3));
        Assert.That(found["recap"].Confidence, Is.LessThanOrEqualTo(0.8));
    }

    [Test]
    public void Clips_OfAnotherEpisode_AreNoRecap()
    {
        var body = Of(11, 200);

        Assert.That(SeasonMatch.Find(Episode(3, [], [body[200..300], body[700..770], Of(21, 220)]), [Episode(1, [], Of(10, 5), body)]), Has.None.Property("Kind").EqualTo("recap"));
    }

    [Test]
    public void Episode_Alone_HasNone() => Assert.That(SeasonMatch.Find(Episode(1, [], Intro, Of(1, 100)), []), Is.Empty);
}
