using Netflix.Personalization.Engine;

namespace Netflix.Bench.Recommend;

/// <summary>Whether "because you watched X" is true: X was watched and may be seen, and without X in the history the title ranks lower.</summary>
internal static class ReasonCheck
{
    internal sealed record Result(int Reasons, double Named, double Allowed, double Lower, double NotHigher, Dictionary<string, int> Kinds);

    internal static Result Run(Evaluation evaluation, Split split, Recommender recommender)
    {
        var (data, all) = (split.Training, TitleSet.All(recommender.TitleCount));
        foreach (var title in Enumerable.Range(0, recommender.TitleCount).Where(title => title % 5 == 0))
        {
            all.Remove(title); // a fifth may not be seen, nor be named
        }

        var (reasons, named, allowed, lower, notHigher, kinds) = (0, 0, 0, 0, 0, new Dictionary<string, int>());
        var (with, without) = (new float[recommender.TitleCount], new float[recommender.TitleCount]);
        foreach (var profile in evaluation.Tested)
        {
            var own = data.Of(profile).ToArray();
            var context = evaluation.Context(profile);
            var state = recommender.FoldIn("US", own);
            recommender.ScoreAll(state, context, with);
            foreach (var one in recommender.Rank(state, all, context, 10))
            {
                kinds[one.Reason.Kind.ToString()] = kinds.GetValueOrDefault(one.Reason.Kind.ToString()) + 1;
                if (one.Reason.ContentId is not { } because)
                {
                    continue;
                }

                var title = recommender.IndexOf(because);
                reasons++;
                named += own.Any(event_ => event_.Title == title) ? 1 : 0;
                allowed += all.Contains(title) ? 1 : 0;
                recommender.ScoreAll(recommender.FoldIn("US", [.. own.Where(event_ => event_.Title != title)]), context, without);
                var (before, after) = (Rank(with, one.Title, own), Rank(without, one.Title, own));
                lower += after > before ? 1 : 0;
                notHigher += after >= before && without[one.Title] < with[one.Title] ? 1 : 0;
            }
        }

        var result = new Result(reasons, named / (double)reasons, allowed / (double)reasons, lower / (double)reasons, notHigher / (double)reasons, kinds);
        Console.WriteLine(RecommendBench.Text(
            $"\n{reasons} reasons 'because you watched': watched {result.Named:P1}, allowed {result.Allowed:P1}, without it the title ranks lower {result.Lower:P1} (no higher and with a lower score {result.NotHigher:P1}); all: {string.Join(", ", kinds.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}"))}"));
        return result;
    }

    private static int Rank(float[] scores, int title, Interaction[] own)
    {
        var rank = scores.Count(score => score >= scores[title]);
        return rank - own.Count(one => scores[one.Title] >= scores[title]);
    }
}
