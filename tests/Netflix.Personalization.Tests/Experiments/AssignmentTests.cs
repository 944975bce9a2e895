using System.Text.Json;
using Netflix.Contracts;
using Netflix.Personalization.Experiments;
using Netflix.Personalization.Experiments.Assignment;
using Netflix.Personalization.Experiments.Statistics;

namespace Netflix.Personalization.Tests.Experiments;

public sealed class AssignmentTests
{
    private static readonly Guid[] Accounts = [.. Enumerable.Range(0, 40_000).Select(i => new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))];

    internal static Viewer ViewerOf(Guid account, string country = "SE", Plan plan = Plan.Standard) =>
        new(account, Guid.Empty, country, "en", 18, false, plan, SubscriptionStatus.Active, false);

    internal static Running Experiment(int id, (int From, int To) buckets, string layer = "home", int[]? weights = null, string[]? countries = null, Plan[]? plans = null)
    {
        var variants = (weights ?? [1, 1]).Select((weight, i) => new Variant(i == 0 ? "control" : $"v{i}", weight, new Dictionary<string, JsonElement>())).ToArray();
        var definition = new Definition("", "", layer, variants, countries ?? [], plans ?? [], 1, Metric.WatchTime, 0.02, 1000, 7);
        return new(new Guid(id, 0, 0, new byte[8]), definition, [new(buckets.From, buckets.To)]);
    }

    /// <summary>These values are for ever: another hash would move accounts of running experiments. Computed by Python's hashlib.</summary>
    [TestCase("layer:home", "00000001-0000-0000-0000-000000000000", 0.381927672291016)]
    [TestCase("experiment:x", "ffffffff-1234-5678-9abc-0123456789ab", 0.32539874487717724)]
    public void Lot_OfASaltAndAccount_NeverChanges(string salt, string account, double lot) =>
        Assert.That(Hash.Of(salt, Guid.Parse(account)), Is.EqualTo(lot).Within(1e-12));

    [Test]
    public void Weights_AreFollowed_WithinChance()
    {
        var experiment = Experiment(1, (0, Layer.All), weights: [5, 3, 2]);

        var counts = Accounts.GroupBy(account => experiment.VariantOf(ViewerOf(account))!.Value.Name).OrderBy(one => one.Key).Select(one => one.LongCount()).ToArray();

        Assert.That(SampleRatio.Check(counts, [5, 3, 2]).PValue, Is.GreaterThan(0.001));
    }

    [Test]
    public void MoreTraffic_BringsAccountsIn_AndMovesNobody()
    {
        var (small, large) = (Experiment(1, (0, 1000)), Experiment(1, (0, 4000)));

        var before = Accounts.ToDictionary(account => account, account => small.VariantOf(ViewerOf(account))?.Name);
        var after = Accounts.ToDictionary(account => account, account => large.VariantOf(ViewerOf(account))?.Name);

        Assert.That(before.Where(one => one.Value is not null && after[one.Key] != one.Value), Is.Empty);
        Assert.That(before.Count(one => one.Value is not null), Is.EqualTo(4000).Within(250));
        Assert.That(after.Count(one => one.Value is not null), Is.EqualTo(16_000).Within(400));
    }

    [Test]
    public void ExperimentsOfALayer_ShareNoAccount_AndThoseOfTwoAreIndependent()
    {
        Running first = Experiment(1, (0, 5000)), second = Experiment(2, (5000, 10_000)), elsewhere = Experiment(3, (0, 5000), layer: "artwork");

        var lots = Accounts.Select(account => (First: first.VariantOf(ViewerOf(account))?.Name, Second: second.VariantOf(ViewerOf(account))?.Name, Else: elsewhere.VariantOf(ViewerOf(account))?.Name)).ToList();

        Assert.That(lots.Count(lot => lot.First is not null && lot.Second is not null), Is.Zero);
        Assert.That(lots.Count(lot => lot.First is null && lot.Second is null), Is.Zero);
        var cells = lots.Where(lot => lot.First is not null).GroupBy(lot => (lot.First, Else: lot.Else ?? "none")).ToDictionary(one => one.Key, one => one.LongCount());
        long[] counts = [cells[("control", "none")], cells[("v1", "none")], cells[("control", "control")], cells[("control", "v1")], cells[("v1", "control")], cells[("v1", "v1")]];
        Assert.That(SampleRatio.Check(counts, [2, 2, 1, 1, 1, 1]).PValue, Is.GreaterThan(0.001));
    }

    [Test]
    public void OneExperimentAfterAnother_MixesItsVariantsAnew()
    {
        Running first = Experiment(1, (0, Layer.All)), next = Experiment(2, (0, Layer.All));

        long[] counts = [.. Accounts.GroupBy(account => (first.VariantOf(ViewerOf(account))!.Value.Name, next.VariantOf(ViewerOf(account))!.Value.Name)).Select(one => one.LongCount())];

        Assert.That(counts, Has.Length.EqualTo(4));
        Assert.That(SampleRatio.Check(counts, [1, 1, 1, 1]).PValue, Is.GreaterThan(0.001));
    }

    [Test]
    public void Eligibility_IsOfCountryAndPlan()
    {
        var experiment = Experiment(1, (0, Layer.All), countries: ["SE", "DE"], plans: [Plan.Premium]);

        Assert.That(experiment.VariantOf(ViewerOf(Accounts[0], "SE", Plan.Premium)), Is.Not.Null);
        Assert.That(experiment.VariantOf(ViewerOf(Accounts[0], "US", Plan.Premium)), Is.Null);
        Assert.That(experiment.VariantOf(ViewerOf(Accounts[0], "SE", Plan.Basic)), Is.Null);
    }

    [Test]
    public void Allocation_TakesTheLowestFreeBuckets_OrNone()
    {
        Buckets[] taken = [new(3000, 4000), new(0, 1000)];

        Assert.That(Layer.Allocate(taken, 2500), Is.EqualTo(new Buckets[] { new(1000, 3000), new(4000, 4500) }));
        Assert.That(Layer.Allocate(taken, 8000), Is.EqualTo(new Buckets[] { new(1000, 3000), new(4000, 10_000) }));
        Assert.That(Layer.Allocate(taken, 8001), Is.Null);
        Assert.That(Layer.Free(taken), Is.EqualTo(8000));
    }

    [TestCase("rows.order", """["my-list", "genre-*"]""", null)]
    [TestCase("rows.order", """["my-list", "my-list"]""", "rows.order takes")]
    [TestCase("rows.hidden", """["My List"]""", "rows.hidden takes")]
    [TestCase("rows.hidden", "7", "rows.hidden takes")]
    [TestCase("rows.hidden", """[null]""", "rows.hidden takes")]
    [TestCase("ranking.diversity", "0.3", null)]
    [TestCase("ranking.diversity", "1.1", "ranking.diversity takes a number from 0 to 1")]
    [TestCase("ranking.exploration", "\"much\"", "ranking.exploration takes a number")]
    [TestCase("ranking.exploration", "1e999", "ranking.exploration takes a number")]
    [TestCase("artwork.policy", "\"bandit\"", null)]
    [TestCase("artwork.policy", "\"best\"", "artwork.policy takes studio, bandit or uniform")]
    [TestCase("colours.pink", "true", "There is no parameter 'colours.pink'")]
    public void Parameters_AreOfAClosedSet(string name, string json, string? error)
    {
        var value = JsonDocument.Parse(json).RootElement;

        Assert.That(ParameterSet.Error(name, value), error is null ? Is.Null : Does.StartWith(error));
    }

    [Test]
    public void Parameters_AreReadAndLaidOverOneAnother()
    {
        var json = """{"rows.order": ["trending"], "ranking.diversity": 0.25, "artwork.policy": "uniform", "gone.since": 1}""";

        var read = ParameterSet.Read(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!);
        var merged = new HomeParameters(null, ["my-list"], 0.5, null, null).Over(read);

        Assert.That(read.RowsOrder, Is.EqualTo(new[] { "trending" }));
        Assert.That((merged.RankingDiversity, merged.ArtworkPolicy, merged.RankingExploration), Is.EqualTo(((double?)0.5, (ArtworkPolicy?)ArtworkPolicy.Uniform, (double?)null)));
    }
}
