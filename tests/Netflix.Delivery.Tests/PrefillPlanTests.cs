using Netflix.Contracts;
using Netflix.Delivery.Prefill;
using Netflix.Delivery.Registry;

namespace Netflix.Delivery.Tests;

[Parallelizable(ParallelScope.All)]
internal sealed class PrefillPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 3, 0, 0, TimeSpan.Zero);

    // views, recency (half life 14 days), trend (week against a third of what was before), upcoming
    [TestCase(30, 0, null, 0.6 + 0.1)]
    [TestCase(10, 30, null, 0.416)] // 0.6 * log 41 / log 212: the most started has 211
    [TestCase(0, 0, 14.0, 0.1)]
    [TestCase(0, 0, 0.0, 0.2)]
    [TestCase(0, 0, -3.5, 0.05)]
    [TestCase(0, 0, -8.0, 0)]
    [TestCase(0, 0, null, 0)]
    public void Score_IsOfViewsRecencyTrendAndWhatComes(long week, long before, double? daysOut, double expected)
    {
        var most = week == 10 ? 211 : week + before;

        var popularity = Popularity.Of(week, before, most, daysOut is { } days ? Now.AddDays(-days) : null, Now);

        Assert.That(popularity.Score, Is.EqualTo(expected).Within(0.002));
    }

    [Test]
    public void Cache_IsSplit60To30To10()
    {
        var assets = Enumerable.Range(1, 200).Select(i => Asset(bytes: 10, ("SE", 1000 - i))).ToArray();

        var plan = Plan([Edge("only", "SE", capacity: 1000)], assets)[0];

        Assert.That(plan.Assets.Count(asset => asset.Share == PrefillShare.Top), Is.EqualTo(60));
        Assert.That(plan.Assets.Count(asset => asset.Share == PrefillShare.Regional), Is.EqualTo(30));
        Assert.That(plan.PlannedBytes, Is.EqualTo(900), "a tenth is the long tail's");
        Assert.That(plan.Assets.Select(asset => asset.AssetId), Is.Unique);
    }

    [Test]
    public void RegionalPart_IsWhatTheViewersOfThoseEdgesWatch()
    {
        var everywhere = Enumerable.Range(0, 6).Select(_ => Asset(100, ("SE", 900), ("JP", 900))).ToArray();
        var (swedish, japanese) = (Asset(100, ("NO", 50)), Asset(100, ("KR", 50)));

        var plan = Plan([Edge("stockholm", "SE", 1000), Edge("tokyo", "JP", 1000)], [.. everywhere, swedish, japanese]);

        Assert.That(Regional(plan[0]).First(), Is.EqualTo(swedish.AssetId), "Norwegians are nearest to it");
        Assert.That(Regional(plan[1]).First(), Is.EqualTo(japanese.AssetId));
        Assert.That(plan.All(edge => everywhere.All(asset => edge.Assets.Any(one => one.AssetId == asset.AssetId))), "top hits lie in each region");

        static IEnumerable<Guid> Regional(PlannedEdge edge) => edge.Assets.Where(asset => asset.Share == PrefillShare.Regional).Select(asset => asset.AssetId);
    }

    [Test]
    public void AmongManyEdges_ATitleIsFetchedByThoseThatSteeringSendsItsViewersTo()
    {
        FillableEdge[] edges = [.. Enumerable.Range(0, 8).Select(i => Edge($"edge{i}", "SE", 1_000_000))];
        var assets = Enumerable.Range(0, 50).Select(i => Asset(10, ("SE", 100 + i))).ToArray();

        var plan = Plan(edges, assets);

        foreach (var asset in assets)
        {
            var holders = plan.Where(edge => edge.Assets.Any(one => one.AssetId == asset.AssetId)).Select(edge => edge.EdgeId).ToArray();
            var filled = edges.Select(edge => edge.Edge with { Assets = AssetFilter.Of(holders.Contains(edge.Edge.Location.EdgeId) ? [asset.AssetId] : []) }).ToArray();
            Assert.That(holders, Has.Length.EqualTo(2));
            Assert.That(holders, Does.Contain(EdgeRanking.Rank(filled, asset.AssetId, "SE", Guid.NewGuid())[0].EdgeId));
        }
    }

    [Test]
    public void LongTitles_AreFetchedFromTheirBeginning_AndWhatHasNoRoomIsPassedOver()
    {
        var (film, huge, clip) = (Asset(6000, ("SE", 90)) with { DurationSeconds = 6000 }, Asset(5000, ("SE", 100)), Asset(10, ("SE", 1)));

        var plan = Plan([Edge("only", "SE", 2000)], [film, huge, clip])[0];

        Assert.That(plan.Assets.Single(asset => asset.AssetId == film.AssetId).Bytes, Is.EqualTo(600), "ten minutes of a hundred");
        Assert.That(plan.Assets.Select(asset => asset.AssetId), Does.Contain(clip.AssetId).And.Not.Contain(huge.AssetId));
    }

    [TestCase("02:00", "06:00", "UTC", "2026-05-01T03:00Z", "2026-05-01T02:00Z", "2026-05-01T06:00Z")]
    [TestCase("02:00", "06:00", "UTC", "2026-05-01T07:00Z", null, null)]
    [TestCase("23:00", "01:00", "UTC", "2026-05-01T00:30Z", "2026-04-30T23:00Z", "2026-05-01T01:00Z")]
    [TestCase("02:00", "06:00", "Europe/Stockholm", "2026-05-01T00:30Z", "2026-05-01T00:00Z", "2026-05-01T04:00Z")] // summer: two hours ahead
    public void QuietHours_AreByTheRegionsOwnClocks(string from, string to, string zone, string now, string? begins, string? ends)
    {
        var hours = new QuietHours { From = TimeOnly.Parse(from, null), To = TimeOnly.Parse(to, null), TimeZone = zone };

        var quiet = hours.At(DateTimeOffset.Parse(now, null));

        Assert.That(quiet?.From, Is.EqualTo(begins is null ? null : (DateTimeOffset?)DateTimeOffset.Parse(begins, null)));
        Assert.That(quiet?.To, Is.EqualTo(ends is null ? null : (DateTimeOffset?)DateTimeOffset.Parse(ends, null)));
    }

    private static IReadOnlyList<PlannedEdge> Plan(FillableEdge[] edges, AssetDemand[] assets) =>
        PrefillPlan.Make(edges, assets, [], TimeSpan.FromMinutes(10), Now);

    private static FillableEdge Edge(string id, string region, long capacity) => new(new(new(id, $"http://{id}"), region, 0), capacity);

    private static AssetDemand Asset(long bytes, params (string Region, long Starts)[] starts) =>
        new(Guid.CreateVersion7(), Guid.NewGuid(), Guid.NewGuid(), bytes, 60, [.. starts.Select(one => new RegionStarts(one.Region, one.Starts, 0))]);
}
