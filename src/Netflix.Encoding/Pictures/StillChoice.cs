namespace Netflix.Encoding.Pictures;

/// <summary>A still that was chosen, with its score.</summary>
internal sealed record Chosen(double At, double Score);

/// <summary>Chooses the pictures that may stand for a film: good ones, from different places, that look different.</summary>
internal static class StillChoice
{
    private const double Opening = 0.05; // logos
    private const double Credits = 0.90;
    private const double OtherLook = 30; // mean difference of pixels, as two shots of one film have

    /// <summary>The best first; fewer than asked for when the film has fewer keyframes.</summary>
    internal static IReadOnlyList<Chosen> Choose(IReadOnlyList<Still> stills, double seconds, int count)
    {
        var within = stills.Where(still => still.At >= seconds * Opening && still.At <= seconds * Credits).ToList();
        var scored = (within.Count > 0 ? within : [.. stills]).ConvertAll(still => (Still: still, Score: StillScore.Of(still).Total, Worth: 1.0));
        var chosen = new List<Chosen>();
        while (chosen.Count < count && scored.Count > 0)
        {
            // Of nothing but black frames there is still one: the earliest.
            var best = scored.MaxBy(one => one.Score * one.Worth);
            scored.Remove(best);
            chosen.Add(new(best.Still.At, Math.Round(best.Score, 3)));
            for (var i = 0; i < scored.Count; i++)
            {
                scored[i] = scored[i] with { Worth = Math.Min(scored[i].Worth, Apart(scored[i].Still, best.Still, seconds / (2 * count))) };
            }
        }

        return chosen;
    }

    /// <summary>0 for the same picture; 1 for one that is far enough and looks different.</summary>
    private static double Apart(Still one, Still other, double far) =>
        (0.3 + (0.7 * Math.Min(1, Math.Abs(one.At - other.At) / far))) * Math.Min(1, Still.Difference(one, other) / OtherLook);
}
