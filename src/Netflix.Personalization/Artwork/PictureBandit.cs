namespace Netflix.Personalization.Artwork;

/// <summary>What is known of one picture of a title.</summary>
/// <param name="Shown">To all.</param>
/// <param name="ShownHere">To viewers of this context alone.</param>
internal readonly record struct Arm(double Shown, double Clicked, double ShownHere, double ClickedHere);

/// <param name="Propensity">The probability with which it was chosen, exactly.</param>
internal readonly record struct Choice(int Arm, double Propensity);

/// <summary>
/// A contextual bandit over the pictures of a title: Thompson sampling, where a picture's rate among viewers of one context
/// (the genre they like best) begins at its rate among all. The choice is drawn from probabilities that were written down first,
/// so that what was logged can be evaluated without bias.
/// </summary>
internal static class PictureBandit
{
    /// <summary>What a picture nobody has seen is taken for: one click of twenty showings.</summary>
    private const double PriorShown = 20, PriorClicked = 1;

    /// <summary>All viewers' rate counts in a context as much as so many showings there.</summary>
    private const double SharedShown = 30;

    private const int Draws = 100;

    /// <summary>No picture is ever impossible: estimates of other policies need it.</summary>
    private const double Floor = 0.05;

    internal static Choice Choose(ReadOnlySpan<Arm> arms, Random random)
    {
        Span<double> probabilities = stackalloc double[arms.Length];
        Probabilities(arms, random, probabilities);
        return Draw(probabilities, random);
    }

    /// <summary>How probable each picture is to be the best.</summary>
    internal static void Probabilities(ReadOnlySpan<Arm> arms, Random random, Span<double> probabilities)
    {
        probabilities.Fill(Floor / arms.Length);
        for (var draw = 0; draw < Draws; draw++)
        {
            var (best, highest) = (0, double.NegativeInfinity);
            for (var arm = 0; arm < arms.Length; arm++)
            {
                var (clicked, missed) = Belief(arms[arm]);
                var rate = BetaDistribution.Sample(clicked, missed, random);
                if (rate > highest)
                {
                    (best, highest) = (arm, rate);
                }
            }

            probabilities[best] += (1 - Floor) / Draws;
        }
    }

    internal static Choice Draw(ReadOnlySpan<double> probabilities, Random random)
    {
        var left = random.NextDouble();
        for (var arm = 0; arm < probabilities.Length - 1; arm++)
        {
            left -= probabilities[arm];
            if (left < 0)
            {
                return new(arm, probabilities[arm]);
            }
        }

        return new(probabilities.Length - 1, probabilities[^1]);
    }

    /// <summary>The Beta distribution of a picture's rate in this context.</summary>
    private static (double Clicked, double Missed) Belief(Arm arm)
    {
        var (shownElsewhere, clickedElsewhere) = (arm.Shown - arm.ShownHere, arm.Clicked - arm.ClickedHere);
        var rate = (PriorClicked + clickedElsewhere) / (PriorShown + shownElsewhere);
        var weight = Math.Min(SharedShown, PriorShown + shownElsewhere);
        return (Math.Max(1e-3, weight * rate + arm.ClickedHere), Math.Max(1e-3, weight * (1 - rate) + arm.ShownHere - arm.ClickedHere));
    }
}
