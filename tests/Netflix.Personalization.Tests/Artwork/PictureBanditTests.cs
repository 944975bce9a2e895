using Netflix.Personalization.Artwork;

namespace Netflix.Personalization.Tests.Artwork;

/// <summary>The bandit before viewers whose click rates are known: six pictures, of which each of two contexts likes another best.</summary>
public sealed class PictureBanditTests
{
    private const int Viewers = 6000;
    private const int Seeds = 20;

    /// <summary>Click rates by context and picture, as they are measured on home pages: some percent.</summary>
    private static readonly double[][] Rates = [[0.04, 0.05, 0.06, 0.05, 0.12, 0.03], [0.05, 0.12, 0.05, 0.04, 0.05, 0.06]];

    private delegate Choice Policy(ReadOnlySpan<Arm> arms, Random random);

    [Test]
    public void Regret_IsBelowEpsilonGreedyAndUniform()
    {
        var (bandit, greedy, uniform) = (Run(PictureBandit.Choose), Run(EpsilonGreedy), Run(Uniform));

        TestContext.Out.WriteLine($"clicks lost of {Viewers} showings: bandit {bandit.Regret:F0}, epsilon-greedy {greedy.Regret:F0}, uniform {uniform.Regret:F0}; best shown in the last sixth: {bandit.BestShare:P0}, {greedy.BestShare:P0}, {uniform.BestShare:P0}");
        Assert.That(bandit.Regret, Is.LessThan(0.85 * greedy.Regret).And.LessThan(0.5 * uniform.Regret));
        Assert.That(bandit.BestShare, Is.GreaterThan(0.75));
    }

    [Test]
    public void Estimators_TellWhatAnotherPolicyWouldEarn_WithoutBias()
    {
        // The policy to judge: always the last picture but one, of all contexts.
        const int Judged = 4;
        var truth = Rates.Average(rates => rates[Judged]);
        var values = Enumerable.Range(0, Seeds).Select(seed => OffPolicy.Evaluate(Log(seed, Judged))).ToList();
        var (ips, snips, robust) = (values.Average(one => one.Ips), values.Average(one => one.Snips), values.Average(one => one.DoublyRobust));
        var error = Math.Sqrt(values.Sum(one => Math.Pow(one.Ips - ips, 2)) / (Seeds - 1) / Seeds);

        TestContext.Out.WriteLine($"truth {truth:F4}: IPS {ips:F4}, SNIPS {snips:F4}, doubly robust {robust:F4}; standard error {error:F4}; effective size {values.Average(one => one.EffectiveSize):F0} of {Viewers}");
        Assert.That(ips, Is.EqualTo(truth).Within(3 * error));
        Assert.That(snips, Is.EqualTo(truth).Within(0.1 * truth));
        Assert.That(robust, Is.EqualTo(truth).Within(3 * error));
        Assert.That(values.Average(one => one.EffectiveSize), Is.LessThan(Viewers / 2), "a log of another policy is worth less than its length, and says so");
        Assert.That(OffPolicy.Evaluate([]), Is.EqualTo(default(PolicyValue)));
    }

    [Test]
    public void Probabilities_AreWhatChoicesAreDrawnFrom()
    {
        Arm[] arms = [new(100, 5, 0, 0), new(100, 12, 0, 0), new(0, 0, 0, 0)];
        double[] probabilities = [0.1, 0.6, 0.3];
        var random = new Random(1);
        var drawn = new int[3];
        for (var i = 0; i < 30_000; i++)
        {
            var choice = PictureBandit.Draw(probabilities, random);
            Assert.That(choice.Propensity, Is.EqualTo(probabilities[choice.Arm]));
            drawn[choice.Arm]++;
        }

        Assert.That(drawn.Select(count => count / 30_000.0), Is.EqualTo(probabilities).Within(0.01));
        PictureBandit.Probabilities(arms, random, probabilities);
        Assert.That(probabilities.Sum(), Is.EqualTo(1).Within(1e-9));
        Assert.That(probabilities, Is.All.GreaterThanOrEqualTo(0.05 / 3), "no picture is ever impossible");
        Assert.That(probabilities[1], Is.EqualTo(probabilities.Max()));
    }

    [Test]
    public void OnePicture_IsChosenForCertain() => Assert.That(PictureBandit.Choose([default], new Random(1)), Is.EqualTo(new Choice(0, 1)).Using<Choice>((a, b) => a.Arm == b.Arm && Math.Abs(a.Propensity - b.Propensity) < 1e-9));

    private static (double Regret, double BestShare) Run(Policy policy)
    {
        var (regret, best, last) = (0.0, 0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var world = new World(seed);
            for (var viewer = 0; viewer < Viewers; viewer++)
            {
                var (context, choice, _) = world.Show(policy);
                regret += Rates[context].Max() - Rates[context][choice.Arm];
                if (viewer >= Viewers * 5 / 6)
                {
                    last++;
                    best += Rates[context][choice.Arm] == Rates[context].Max() ? 1 : 0;
                }
            }
        }

        return (regret / Seeds, (double)best / last);
    }

    private static List<LoggedChoice> Log(int seed, int judged)
    {
        var (world, log) = (new World(seed), new List<LoggedChoice>(Viewers));
        for (var viewer = 0; viewer < Viewers; viewer++)
        {
            var (context, choice, reward) = world.Show(PictureBandit.Choose);
            // A model that is wrong by a third: doubly robust must not mind.
            log.Add(new(reward, choice.Propensity, choice.Arm == judged ? 1 : 0, Rates[context][choice.Arm] * 0.67, Rates[context][judged] * 0.67));
        }

        return log;
    }

    private static Choice EpsilonGreedy(ReadOnlySpan<Arm> arms, Random random)
    {
        const double Epsilon = 0.1;
        var best = 0;
        for (var arm = 1; arm < arms.Length; arm++)
        {
            best = Rate(arms[arm]) > Rate(arms[best]) ? arm : best;
        }

        return new(random.NextDouble() < Epsilon ? random.Next(arms.Length) : best, Epsilon / arms.Length);

        static double Rate(Arm arm) => (arm.ClickedHere + 0.05) / (arm.ShownHere + 1);
    }

    private static Choice Uniform(ReadOnlySpan<Arm> arms, Random random) => new(random.Next(arms.Length), 1.0 / arms.Length);

    private sealed class World(int seed)
    {
        private readonly Random random = new(seed);
        private readonly double[,] shown = new double[2, 6], clicked = new double[2, 6];

        internal (int Context, Choice Choice, double Reward) Show(Policy policy)
        {
            var context = random.Next(2);
            var arms = new Arm[6];
            for (var arm = 0; arm < 6; arm++)
            {
                arms[arm] = new(shown[0, arm] + shown[1, arm], clicked[0, arm] + clicked[1, arm], shown[context, arm], clicked[context, arm]);
            }

            var choice = policy(arms, random);
            var reward = random.NextDouble() < Rates[context][choice.Arm] ? 1 : 0;
            shown[context, choice.Arm]++;
            clicked[context, choice.Arm] += reward;
            return (context, choice, reward);
        }
    }
}
