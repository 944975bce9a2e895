using Netflix.Contracts;
using Netflix.Personalization.Experiments;
using Netflix.Personalization.Experiments.Analysis;
using Netflix.Personalization.Experiments.Assignment;
using Netflix.Personalization.Experiments.Statistics;

namespace Netflix.Personalization.Tests.Experiments;

/// <summary>Over a thousand experiments each: no more false alarms than said, effects found as often as said, broken ones seen. Seeds are fixed.</summary>
public sealed class TruthTests
{
    private const int Runs = 1000;

    /// <summary>Three standard errors of a share of 5 % over a thousand runs: a right test fails here once in 400 seeds.</summary>
    private const double Error = 0.0207;

    private static readonly DateOnly Day = new(2026, 3, 1);

    /// <summary>Accounts as they are: some watch ten times what others do, and who watched much goes on to.</summary>
    private static List<(Guid Account, double Before, double During, int Starts, int Completions)> Population(int count, int seed)
    {
        var random = new Random(seed);
        var accounts = new List<(Guid, double, double, int, int)>();
        for (var i = 0; i < count; i++)
        {
            var usual = ComparisonTests.Gaussian(random);
            double Minutes() => random.NextDouble() < 0.2 ? 0 : Math.Exp(4 + (0.7 * usual) + (0.6 * ComparisonTests.Gaussian(random)));
            var starts = random.Next(0, 6);
            var completions = Enumerable.Range(0, starts).Count(_ => random.NextDouble() < 1 / (1 + Math.Exp(-usual)));
            accounts.Add((new Guid(i, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7), Minutes(), Minutes(), starts, completions));
        }

        return accounts;
    }

    private static int VariantOf(Running experiment, Guid account) => experiment.VariantOf(AssignmentTests.ViewerOf(account))!.Value.Name == "control" ? 0 : 1;

    [Test]
    public void SameForBoth_FixedSize_IsCalledDifferentInFivePercent()
    {
        var population = Population(1200, seed: 1);
        var (watch, cuped, completion) = (0, 0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var experiment = AssignmentTests.Experiment(run, (0, Layer.All));
            var accounts = population.ConvertAll(one =>
            {
                var account = new ExposedAccount(VariantOf(experiment, one.Account), Day);
                account.Add(new ViewingDay(one.Account, Day.AddDays(-9), one.Before * 60, 1, 1, 0, 1), 7);
                account.Add(new ViewingDay(one.Account, Day.AddDays(2), one.During * 60, 1, one.Starts, one.Completions, 1), 7);
                return account;
            });
            var byTime = MetricAnalysis.Compare(Metric.WatchTime, accounts, 2, 600).Comparisons[0];
            watch += byTime.Fixed!.IsSignificant ? 1 : 0;
            cuped += byTime.CupedFixed!.IsSignificant ? 1 : 0;
            completion += MetricAnalysis.Compare(Metric.Completion, accounts, 2, 600).Comparisons[0].Fixed!.IsSignificant ? 1 : 0;
        }

        TestContext.Out.WriteLine($"False positives of {Runs}: watch time {watch}, with CUPED {cuped}, completion {completion}");
        Assert.That(watch / (double)Runs, Is.EqualTo(0.05).Within(Error));
        Assert.That(cuped / (double)Runs, Is.EqualTo(0.05).Within(Error));
        Assert.That(completion / (double)Runs, Is.EqualTo(0.05).Within(Error));
    }

    /// <summary>The fixed test is looked at too: with it, peeking must show, or this test shows nothing.</summary>
    [Test]
    public void SameForBoth_LookedAtEveryDay_IsCalledDifferentInFivePercentAtMost()
    {
        const int days = 21;
        const int aDay = 60;
        var population = Population(days * aDay, seed: 2);
        var (sequential, cuped, peeking) = (0, 0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var experiment = AssignmentTests.Experiment(run, (0, Layer.All));
            var (during, before) = (new List<double>[] { [], [] }, new List<double>[] { [], [] });
            var (calledSequential, calledCuped, calledPeeking) = (false, false, false);
            for (var day = 0; day < days; day++)
            {
                foreach (var one in population.Skip(day * aDay).Take(aDay))
                {
                    var variant = VariantOf(experiment, one.Account);
                    during[variant].Add(one.During);
                    before[variant].Add(one.Before);
                }

                Cuped.Pairs[] pairs = [Cuped.Pairs.Of(during[0], before[0]), Cuped.Pairs.Of(during[1], before[1])];
                var adjusted = Cuped.Adjust(pairs)!.Variants;
                calledSequential |= SequentialTest.Compare(pairs[0].Values, pairs[1].Values, 0.05, 630) is { PValue: < 0.05 };
                calledCuped |= SequentialTest.Compare(adjusted[0], adjusted[1], 0.05, 630) is { PValue: < 0.05 };
                calledPeeking |= WelchTest.Compare(pairs[0].Values, pairs[1].Values, 0.05)!.PValue < 0.05;
            }

            sequential += calledSequential ? 1 : 0;
            cuped += calledCuped ? 1 : 0;
            peeking += calledPeeking ? 1 : 0;
        }

        TestContext.Out.WriteLine($"Called different in {days} looks, of {Runs}: sequential {sequential}, with CUPED {cuped}; fixed size, misused {peeking}");
        Assert.That(sequential / (double)Runs, Is.LessThanOrEqualTo(0.05));
        Assert.That(cuped / (double)Runs, Is.LessThanOrEqualTo(0.05));
        Assert.That(peeking / (double)Runs, Is.GreaterThan(0.15));
    }

    [Test]
    public void PlantedEffect_IsFoundWithThePowerThatWasComputed()
    {
        // Times between events have the deviation of their mean; one account in three came back.
        double mean = 40, effect = 4, share = 0.33, more = 0.04;
        var forMeans = Power.AccountsFor(effect, mean * mean, 0.05, 0.8);
        var forShares = Power.AccountsFor(more, Power.VarianceOfShare(share, more), 0.05, 0.9);
        var random = new Random(3);
        var (found, foundShares, foundSequential) = (0, 0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var (control, treated) = (Draw(forMeans, () => -mean * Math.Log(1 - random.NextDouble())), Draw(forMeans, () => effect - (mean * Math.Log(1 - random.NextDouble()))));
            found += WelchTest.Compare(control, treated, 0.05)!.Low > 0 ? 1 : 0;
            foundSequential += SequentialTest.Compare(control, treated, 0.05, forMeans)!.Low > 0 ? 1 : 0;
            foundShares += WelchTest.Compare(
                Draw(forShares, () => random.NextDouble() < share ? 1 : 0), Draw(forShares, () => random.NextDouble() < share + more ? 1 : 0), 0.05)!.Low > 0 ? 1 : 0;
        }

        TestContext.Out.WriteLine($"Found of {Runs}: means {found} (80 % planned, {forMeans} a variant), shares {foundShares} (90 %, {forShares}), means by one look of the sequential test {foundSequential}");
        Assert.That(found / (double)Runs, Is.EqualTo(0.8).Within(3 * Math.Sqrt(0.8 * 0.2 / Runs)));
        Assert.That(foundShares / (double)Runs, Is.EqualTo(0.9).Within(3 * Math.Sqrt(0.9 * 0.1 / Runs)));
        Assert.That(foundSequential, Is.InRange(1, found), "To be always right has its price.");
    }

    [Test]
    public void BrokenAssignment_RaisesTheAlarm_AndAWholeOneHardlyEver()
    {
        Guid[] accounts = [.. Enumerable.Range(0, 1500).Select(i => new Guid(i, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5))];
        var (falseAlarms, lossSeen) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var experiment = AssignmentTests.Experiment(run, (0, Layer.All));
            var (random, counts, lossy) = (new Random(run), new long[2], new long[2]);
            foreach (var account in accounts)
            {
                var variant = VariantOf(experiment, account);
                counts[variant]++;
                lossy[variant] += variant == 1 && random.NextDouble() < 0.3 ? 0 : 1; // its page breaks for three in ten, who are never logged
            }

            falseAlarms += SampleRatio.Check(counts, [1, 1]).Alarm ? 1 : 0;
            lossSeen += SampleRatio.Check(lossy, [1, 1]).Alarm ? 1 : 0;
        }

        TestContext.Out.WriteLine($"Alarms of {Runs}: whole {falseAlarms}, three in ten of a variant lost {lossSeen}");
        Assert.That(falseAlarms, Is.LessThanOrEqualTo(6)); // one is expected; more than six by chance once in 12,000 seeds
        Assert.That(lossSeen, Is.GreaterThan(0.99 * Runs));
    }

    /// <summary>The classic mistake: one lot for both, whether an account is in, and in which variant.</summary>
    [Test]
    public void OneSaltForBucketsAndVariants_RaisesTheAlarm()
    {
        var counts = new long[2];
        for (var i = 0; i < 2000; i++)
        {
            var lot = Hash.Of("layer:home", new Guid(i, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6));
            if (lot < 0.6)
            {
                counts[lot < 0.5 ? 0 : 1]++;
            }
        }

        Assert.That(SampleRatio.Check(counts, [1, 1]).Alarm, Is.True);
    }

    private static Sample Draw(double accounts, Func<double> one) => Sample.Of(Enumerable.Range(0, (int)accounts).Select(_ => one()));
}
