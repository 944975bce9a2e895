using FsCheck;
using FsCheck.Fluent;
using Netflix.Delivery.Registry;

namespace Netflix.Delivery.Tests;

[Parallelizable(ParallelScope.All)]
internal sealed class EdgeRankingTests
{
    [Test]
    public void EveryEdge_IsRankedOnce_TheSameInAnyOrderOfTheList() =>
        Prop.ForAll((Guid asset, PositiveInt count) =>
        {
            var edges = Enumerable.Range(0, count.Get % 50 + 1).Select(i => Edge($"edge{i}")).ToArray();
            var ranked = EdgeRanking.Rank(edges, asset, "SE");
            return ranked.Distinct().Count() == edges.Length && ranked.SequenceEqual(EdgeRanking.Rank([.. edges.Reverse()], asset, "SE"));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void LosingAnEdge_KeepsTheOrderOfTheOthers() =>
        Prop.ForAll((Guid asset) =>
        {
            var edges = Enumerable.Range(0, 8).Select(i => Edge($"edge{i}")).ToArray();
            var before = EdgeRanking.Rank(edges, asset, "");
            var after = EdgeRanking.Rank(edges[1..], asset, "");
            return before.Where(edge => edge.EdgeId != "edge0").SequenceEqual(after);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void ManyAssets_SpreadEvenly()
    {
        var edges = Enumerable.Range(0, 4).Select(i => Edge($"edge{i}")).ToArray();
        var random = new Random(3);
        var bytes = new byte[16];

        var firsts = Enumerable.Range(0, 4000).Select(_ =>
        {
            random.NextBytes(bytes);
            return EdgeRanking.Rank(edges, new Guid(bytes), "")[0].EdgeId;
        }).CountBy(id => id).ToDictionary();

        Assert.That(firsts.Values, Has.All.InRange(900, 1100));
    }

    [Test]
    public void BusyEdge_ComesLast()
    {
        var ranked = EdgeRanking.Rank([Edge("busy", load: 0.9), Edge("a"), Edge("b", load: 0.7)], Guid.NewGuid(), "");

        Assert.That(ranked[2].EdgeId, Is.EqualTo("busy"));
    }

    [Test]
    public void EdgeOfTheViewersRegion_ComesFirst_UnlessBusy()
    {
        var far = Edge("far", region: "US");
        var near = Edge("near", region: "SE");

        Assert.That(EdgeRanking.Rank([far, near], Guid.NewGuid(), "se")[0].EdgeId, Is.EqualTo("near"));
        Assert.That(EdgeRanking.Rank([far, Edge("near", "SE", 0.95)], Guid.NewGuid(), "SE")[0].EdgeId, Is.EqualTo("far"));
    }

    [TestCase(0, 0, 0.45, 0.55)]
    [TestCase(0.7, 0, 0.15, 0.3)] // 1 / (1 + 4 * 0.7) against 1
    public void SessionsOfAPopularTitle_TakeTheLessBusyOfItsTwoEdges_ByLot(double firstLoad, double secondLoad, double least, double most)
    {
        var asset = Guid.NewGuid();
        var homes = EdgeRanking.HomesOf(asset, Enumerable.Range(0, 6).Select(i => Edge($"edge{i}"))).ToArray();
        RankedEdge[] edges =
        [
            .. Enumerable.Range(0, 6).Select(i => Edge($"edge{i}")).Where(edge => homes.All(home => home.Location != edge.Location)),
            homes[0] with { Load = firstLoad, Assets = AssetFilter.Of([asset]) },
            homes[1] with { Load = secondLoad, Assets = AssetFilter.Of([asset]) },
        ];

        var firsts = Sessions(4000).Select(session => EdgeRanking.Rank(edges, asset, "", session)[0]).ToList();

        Assert.That(firsts.Distinct(), Is.SubsetOf(homes.Select(home => home.Location)));
        Assert.That(firsts.Count(edge => edge == homes[0].Location) / 4000.0, Is.InRange(least, most));
    }

    [Test]
    public void SessionIsSentToTheEdgeThatHoldsTheTitle_ButNowAndThenToItsOther()
    {
        var asset = Guid.NewGuid();
        RankedEdge[] edges = [Edge("cold1"), Edge("cold2"), Edge("warm") with { Assets = AssetFilter.Of([asset]) }];

        var warm = Sessions(4000).Count(session => EdgeRanking.Rank(edges, asset, "", session)[0].EdgeId == "warm") / 4000.0;

        Assert.That(warm, Is.InRange(0.85, 0.93)); // 1 against 1/8
    }

    [Test]
    public void SessionAsksAgain_AndStaysWhereItIs() => Prop.ForAll((Guid asset, Guid session, PositiveInt count) =>
    {
        var edges = Enumerable.Range(0, count.Get % 20 + 2).Select(i => Edge($"edge{i}")).ToArray();
        return EdgeRanking.Rank(edges, asset, "SE", session).SequenceEqual(EdgeRanking.Rank([.. edges.Reverse()], asset, "SE", session));
    }).QuickCheckThrowOnFailure();

    /// <summary>Loads are a while old when they are acted on: what sends too many away at once swings for ever.</summary>
    [TestCase(0.6)]
    [TestCase(1.2)]
    [TestCase(1.8)]
    public void LoadOfAHotTitle_EvensOutWithoutSwinging(double demand)
    {
        const int Count = 2000;
        var (asset, sessions) = (Guid.NewGuid(), Sessions(Count).ToArray());
        var homes = EdgeRanking.HomesOf(asset, [Edge("a"), Edge("b")]).Select(edge => edge with { Assets = AssetFilter.Of([asset]) }).ToArray();
        var at = new int[Count]; // all on the first: the second has just come back
        var loads = new double[] { demand, 0 };
        var worst = 0.0;

        for (var step = 0; step < 100; step++)
        {
            RankedEdge[] seen = [homes[0] with { Load = loads[0] }, homes[1] with { Load = loads[1] }];
            for (var i = step % 5; i < Count; i += 5) // a fifth asks where to go on, every two seconds
            {
                at[i] = EdgeRanking.Rank(seen, asset, "", sessions[i])[0] == homes[0].Location ? 0 : 1;
            }

            loads = [demand * at.Count(one => one == 0) / Count, demand * at.Count(one => one == 1) / Count];
            worst = step > 50 ? Math.Max(worst, Math.Abs(loads[0] - loads[1])) : 0;
        }

        Assert.That(worst, Is.LessThan(0.2 * demand));
    }

    [TestCase("SE", "SE", 0)]
    [TestCase("", "SE", 0)]
    [TestCase("se", "SE", 0)]
    [TestCase("DK", "SE", 1)]
    [TestCase("JP", "SE", 9)]
    [TestCase("eu-north", "SE", Regions.Unknown)]
    [TestCase("SE", "", Regions.Unknown)]
    public void Distance_IsInStepsOfAThousandKilometres(string edge, string viewer, int expected) => Assert.That(Regions.Distance(edge, viewer), Is.EqualTo(expected));

    [Test]
    public void NearestEdge_ComesFirst_AndAFarOneOnlyWhenItIsBusy()
    {
        RankedEdge[] edges = [Edge("tokyo", "JP"), Edge("berlin", "DE"), Edge("new york", "US")];

        Assert.That(EdgeRanking.Rank(edges, Guid.NewGuid(), "SE").Select(edge => edge.EdgeId), Is.EqualTo(new[] { "berlin", "new york", "tokyo" }));
        edges[1] = edges[1] with { Load = 1.3 };
        Assert.That(EdgeRanking.Rank(edges, Guid.NewGuid(), "SE", Guid.NewGuid()).Select(edge => edge.EdgeId), Is.EqualTo(new[] { "new york", "tokyo", "berlin" }));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(300)]
    [TestCase(13_000)]
    public void Filter_KnowsAllThatIsHeld_AndIsSeldomWrongAboutTheRest(int count)
    {
        var held = Sessions(count).ToArray();
        var filter = AssetFilter.Of(held);

        Assert.That(held.All(filter.MayHold));
        Assert.That(Sessions(10_000).Count(filter.MayHold), Is.LessThan(250));
        Assert.That(filter.Bits!, Has.Length.LessThanOrEqualTo(AssetFilter.MostBytes));
        Assert.That(default(AssetFilter).MayHold(Guid.NewGuid()), Is.False);
    }

    [Test]
    public void NoEdges_GiveAnEmptyList() => Assert.That(EdgeRanking.Rank([], Guid.NewGuid(), "SE"), Is.Empty);

    private static IEnumerable<Guid> Sessions(int count) => Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7());

    private static RankedEdge Edge(string id, string region = "", double load = 0) => new(new(id, $"http://{id}"), region, load);
}
