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

    [Test]
    public void NoEdges_GiveAnEmptyList() => Assert.That(EdgeRanking.Rank([], Guid.NewGuid(), "SE"), Is.Empty);

    private static RankedEdge Edge(string id, string region = "", double load = 0) => new(new(id, $"http://{id}"), region, load);
}
