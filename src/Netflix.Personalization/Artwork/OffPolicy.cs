namespace Netflix.Personalization.Artwork;

/// <param name="Propensity">Of the action that was taken, when it was.</param>
/// <param name="NewProbability">Of the same action under the policy to be judged.</param>
/// <param name="ModelOfTaken">What a model expects of that action.</param>
/// <param name="ModelOfNew">What it expects of the policy to be judged, over its actions.</param>
internal readonly record struct LoggedChoice(double Reward, double Propensity, double NewProbability, double ModelOfTaken = 0, double ModelOfNew = 0);

/// <summary>What another policy would have earned.</summary>
/// <param name="EffectiveSize">How many choices of the new policy the log is worth: few means that the figures are noise.</param>
internal readonly record struct PolicyValue(double Ips, double Snips, double DoublyRobust, double EffectiveSize);

/// <summary>
/// Judges a policy by the log of another: inverse propensity scores, the same normalised by their sum, and doubly robust
/// (Dudik, Langford, Li: Doubly robust policy evaluation and learning, ICML 2011).
/// </summary>
internal static class OffPolicy
{
    internal static PolicyValue Evaluate(IReadOnlyCollection<LoggedChoice> log)
    {
        var (weights, squares, rewards, robust) = (0.0, 0.0, 0.0, 0.0);
        foreach (var one in log)
        {
            var weight = one.NewProbability / one.Propensity;
            weights += weight;
            squares += weight * weight;
            rewards += weight * one.Reward;
            robust += one.ModelOfNew + weight * (one.Reward - one.ModelOfTaken);
        }

        return log.Count == 0 || weights <= 0 ? default : new(rewards / log.Count, rewards / weights, robust / log.Count, weights * weights / squares);
    }
}
