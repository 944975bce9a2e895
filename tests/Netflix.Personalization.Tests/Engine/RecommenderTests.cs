using Netflix.Bench.Recommend;
using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Tests.Engine;

internal sealed class RecommenderTests
{
    private static readonly Recommender Recommender = Sample.Recommender;
    private static readonly TitleSet All = TitleSet.All(Sample.Titles);

    [TestCase(true)]
    [TestCase(false)]
    public void Profile_GetsItsTaste(bool western)
    {
        var profile = Recommender.FoldIn(western ? Sample.History(10, 20, 30) : Sample.History(11, 21, 31));

        var list = Recommender.Rank(profile, All, Sample.Here, 10);

        Assert.That(list.Count(one => one.Title < 4 || Sample.IsWestern(one.Title) == western), Is.GreaterThanOrEqualTo(9));
    }

    [Test]
    public void Event_ChangesTheListAtOnce()
    {
        var before = Recommender.Rank(Recommender.FoldIn(Sample.History()), All, Sample.Here, 10);
        var after = Recommender.Rank(Recommender.FoldIn(Sample.History(11)), All, Sample.Here, 10);

        Assert.That(after.Select(one => one.Title), Is.Not.EqualTo(before.Select(one => one.Title)));
        Assert.That(after.Count(one => one.Title >= 4 && !Sample.IsWestern(one.Title)), Is.GreaterThan(before.Count(one => one.Title >= 4 && !Sample.IsWestern(one.Title))));
    }

    [Test]
    public void SeenHiddenAndForbidden_AreNeverShown()
    {
        var allowed = TitleSet.All(Sample.Titles);
        allowed.Remove(40);
        ProfileHistory history = Sample.History(10, 20);
        history = history with { Events = [.. history.Events, new(Sample.Title(30), TasteKind.Hidden, 0, Sample.Now), new(Sample.Title(32), TasteKind.Listed, 0, Sample.Now)] };

        var titles = Recommender.Rank(Recommender.FoldIn(history), allowed, Sample.Here, Sample.Titles).Select(one => one.Title).ToList();

        Assert.That(titles, Has.None.AnyOf(10, 20, 30, 40));
        Assert.That(titles, Has.Member(32).And.Count.EqualTo(Sample.Titles - 4), "what is only on the list may come");
        Assert.That(titles, Is.Unique);
    }

    [Test]
    public void WatchAgain_ShowsSeen_ButNotHidden()
    {
        var history = Sample.History(10, 20) with { Events = [.. Sample.History(10, 20).Events, new(Sample.Title(20), TasteKind.Hidden, 0, Sample.Now)] };

        var list = Recommender.Rank(Recommender.FoldIn(history), All, Sample.Here with { IncludeSeen = true }, Sample.Titles);

        Assert.That(list.Select(one => one.Title), Has.Member(10).And.No.Member(20));
    }

    [Test]
    public void List_IsTheSameForASeed_AndItsTitlesForAnyTraining()
    {
        var again = Sample.Train(Sample.Settings with { Threads = 3 });
        var history = Sample.History(7, 9, 40);

        var first = Recommender.Rank(Recommender.FoldIn(history), All, Sample.Here, 30);
        var second = again.Rank(again.FoldIn(history), All, Sample.Here, 30);

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void NoHistory_GetsWhatIsWatchedInTheCountry()
    {
        var profile = Recommender.FoldIn(Sample.History());

        var list = Recommender.Rank(profile, All, Sample.Here, 4);

        Assert.That(profile.IsCold);
        Assert.That(list.Select(one => one.Title), Is.EquivalentTo([0, 1, 2, 3]));
        Assert.That(list.Select(one => one.Reason.Kind), Is.All.AnyOf(ReasonKind.TrendingInCountry, ReasonKind.Popular));
    }

    [Test]
    public void TenThousandEvents_NoNumbers_AndFarTimes_LeaveEveryScoreFinite()
    {
        var random = new Random(2);
        var values = new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1, 0, 0.5f, 1, 5, 1e30f };
        var events = Enumerable.Range(0, 10_000).Select(i => new TasteEvent(
            i % 50 == 0 ? Guid.NewGuid() : Sample.Title(random.Next(Sample.Titles)), (TasteKind)random.Next(5), values[random.Next(values.Length)],
            i % 3 == 0 ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue)).ToList();
        var profile = Recommender.FoldIn(new(Guid.NewGuid(), "nowhere", events));
        var scores = new float[Sample.Titles];

        Recommender.ScoreAll(profile, new("", DateTimeOffset.MaxValue), scores);

        Assert.That(scores, Is.All.Matches<float>(float.IsFinite));
        Assert.That(Recommender.Rank(profile, All, Sample.Here with { IncludeSeen = true }, 20).Select(one => one.Score), Is.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void AllSeen_GivesAnEmptyList()
    {
        var profile = Recommender.FoldIn(Sample.History([.. Enumerable.Range(0, Sample.Titles)]));

        Assert.That(Recommender.Rank(profile, All, Sample.Here, 10), Is.Empty);
    }

    [Test]
    public void OneGenreOnly_StillFillsTheList()
    {
        var profile = Recommender.FoldIn(Sample.History([.. Enumerable.Range(2, 50).Select(i => 2 * i)]));

        Assert.That(Recommender.Rank(profile, All, Sample.Here, 40), Has.Count.EqualTo(40));
        Assert.That(Recommender.Genres(profile, All)[0].Genre, Is.EqualTo("Western"));
    }

    [Test]
    public void NothingAllowed_OrNoneAsked_GivesNothing()
    {
        var profile = Recommender.FoldIn(Sample.History(1));

        Assert.That(Recommender.Rank(profile, new TitleSet(Sample.Titles), Sample.Here, 10), Is.Empty);
        Assert.That(Recommender.Rank(profile, All, Sample.Here, 0), Is.Empty);
    }

    [Test]
    public void Reason_NamesAWatchedAllowedTitle_WithoutWhichTheTitleFalls()
    {
        int[] watched = [10, 21, 30, 41, 50];
        var allowed = TitleSet.All(Sample.Titles);
        allowed.Remove(50);
        var profile = Recommender.FoldIn(Sample.History(watched));

        var because = Recommender.Rank(profile, allowed, Sample.Here, 10).Where(one => one.Reason.Kind == ReasonKind.BecauseYouWatched).ToList();

        Assert.That(because, Is.Not.Empty);
        foreach (var one in because)
        {
            var named = Recommender.IndexOf(one.Reason.ContentId!.Value);
            Assert.That(named, Is.AnyOf(10, 21, 30, 41), "watched, and not the one that is not allowed");
            var without = Recommender.FoldIn(Sample.History([.. watched.Where(title => title != named)]));
            Assert.That(Recommender.Match(without, Sample.Here)[one.Title], Is.LessThan(Recommender.Match(profile, Sample.Here)[one.Title]));
        }
    }

    [Test]
    public void NewTitle_IsPlacedByItsContent_AndSaidToBeNew()
    {
        var western = Sample.Content(1000) with { AvailableFrom = Sample.Now.AddDays(-1) };
        var comedy = Sample.Content(1001) with { AvailableFrom = Sample.Now.AddDays(-1) };

        var wider = Recommender.WithTitles([western, comedy, Sample.Content(3)]);
        var list = wider.Rank(wider.FoldIn(Sample.History(10, 20, 30)), TitleSet.All(wider.TitleCount), Sample.Here, wider.TitleCount).ToList();

        Assert.That(wider.TitleCount, Is.EqualTo(Sample.Titles + 2), "a known title comes once");
        Assert.That(wider.IndexOf(Sample.Title(77)), Is.EqualTo(77), "indexes stay");
        Assert.That(list.FindIndex(one => one.ContentId == western.ContentId), Is.LessThan(list.FindIndex(one => one.ContentId == comedy.ContentId)));
        Assert.That(list.Single(one => one.ContentId == western.ContentId).Reason.Kind, Is.EqualTo(ReasonKind.NewThisWeek));
    }

    [Test]
    public void WhatIsWatchedAtAnHour_ComesFirstAtThatHour()
    {
        var hour = Recommender.With(Recommender.Settings.Rank with { Weights = RankWeights.None with { Hour = 1 } });
        TasteEvent Watched(int title, int day, int at) => new(Sample.Title(title), TasteKind.Watched, 1, new DateTimeOffset(2024, 1, day, at, 0, 0, TimeSpan.Zero));
        var profile = hour.FoldIn(new(Guid.NewGuid(), "US", [.. Enumerable.Range(1, 8).SelectMany(day => new[] { Watched(10 * day, day, 23), Watched((10 * day) + 1, day, 8) })]));

        float[] At(int at) => hour.Match(profile, Sample.Here with { Time = new DateTimeOffset(2024, 2, 1, at, 0, 0, TimeSpan.Zero) });

        Assert.That(At(1)[100], Is.GreaterThan(At(1)[101]), "past midnight is still the evening");
        Assert.That(At(9)[101], Is.GreaterThan(At(9)[100]));
    }

    [Test]
    public void AbandonedFilm_CountsAgainstItsGenre()
    {
        TasteEvent Watched(int title, float share) => new(Sample.Title(title), TasteKind.Watched, share, Sample.Now);
        var taste = Recommender.With(Recommender.Settings.Rank with { Weights = RankWeights.None with { Taste = 1 } });
        var profile = taste.FoldIn(new(Guid.NewGuid(), "US", [Watched(10, 0.02f), Watched(11, 1)]));

        var match = taste.Match(profile, Sample.Here);

        Assert.That(match[52], Is.LessThan(match[53]));
        Assert.That(profile.History.ToArray(), Is.EqualTo([11]));
        Assert.That(profile.Seen.Contains(10));
    }

    [Test]
    public void Similar_IsOfTheSameTaste_WithoutItself()
    {
        var list = Recommender.Similar(Sample.Title(20), All, 5);

        Assert.That(list, Has.Count.EqualTo(5));
        Assert.That(list.Select(one => one.Title), Has.None.EqualTo(20).And.All.Matches<int>(Sample.IsWestern));
        Assert.That(Recommender.Similar(Guid.NewGuid(), All, 5), Is.Empty);
    }

    [Test]
    public void ByGenre_HoldsOnlyThatGenre()
    {
        var profile = Recommender.FoldIn(Sample.History(10));

        Assert.That(Recommender.ByGenre(profile, "comedy", All, Sample.Here, 10).Select(one => one.Title), Has.Exactly(10).Matches<int>(title => !Sample.IsWestern(title)));
        Assert.That(Recommender.ByGenre(profile, "Opera", All, Sample.Here, 10), Is.Empty);
    }

    [Test]
    public void EmptyCatalogue_Trains()
    {
        var empty = Netflix.Personalization.Engine.Recommender.Train(TrainingData.From([], []), Sample.Settings, CancellationToken.None);

        Assert.That(empty.Rank(empty.FoldIn(Sample.History(1)), TitleSet.All(0), Sample.Here, 10), Is.Empty);
    }

    [Test]
    public void CatalogueNobodyHasWatched_Trains()
    {
        var untouched = Netflix.Personalization.Engine.Recommender.Train(
            TrainingData.From(Enumerable.Range(0, 20).Select(Sample.Content), []), Sample.Settings, CancellationToken.None);

        Assert.That(untouched.Rank(untouched.FoldIn(Sample.History(1)), TitleSet.All(20), Sample.Here, 10), Has.Count.EqualTo(10));
    }
}
