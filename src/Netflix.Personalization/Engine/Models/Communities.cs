using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>A group of profiles of like taste.</summary>
/// <param name="Name">What sets it apart: the features its titles have more often than everybody's.</param>
/// <param name="Titles">Watched in it more than elsewhere, dense indexes, the most telling first.</param>
internal sealed record Community(string Name, int Profiles, IReadOnlyList<int> Titles);

/// <summary>Groups profiles by the direction of their factors (spherical k-means, from spread-out starts).</summary>
internal static class Communities
{
    private const int Rounds = 30;
    private const int Shown = 20;

    internal static (Community[] Groups, int[] Of) Find(TrainingData data, Recommender recommender, int groups, int seed, CancellationToken cancel)
    {
        var (parts, d) = (recommender.Parts, recommender.Parts.Ials.Dimension);
        var points = new float[data.Profiles.Length * d];
        for (var profile = 0; profile < data.Profiles.Length; profile++)
        {
            cancel.ThrowIfCancellationRequested();
            Diversity.Normalised(recommender.FoldIn(data.Regions[profile], data.Of(profile)).Factors, points.AsSpan(profile * d, d));
        }

        var count = Math.Min(groups, data.Profiles.Length);
        var centres = Start(points, d, count, new(seed));
        var of = new int[data.Profiles.Length];
        for (var round = 0; round < Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            if (!Assign(points, d, centres, of) && round > 0)
            {
                break;
            }

            centres = Centres(points, d, of, count);
        }

        return ([.. Enumerable.Range(0, count).Select(group => Describe(data, parts, of, group))], of);
    }

    /// <summary>The first at random, each next the one least like all before.</summary>
    private static float[] Start(float[] points, int d, int count, Random random)
    {
        var (centres, nearest) = (new float[count * d], new float[points.Length / d]);
        Array.Fill(nearest, -2);
        var next = nearest.Length == 0 ? 0 : random.Next(nearest.Length);
        for (var group = 0; group < count; group++)
        {
            points.AsSpan(next * d, d).CopyTo(centres.AsSpan(group * d));
            for (var i = 0; i < nearest.Length; i++)
            {
                nearest[i] = Math.Max(nearest[i], Kernels.Dot(points.AsSpan(i * d, d), centres.AsSpan(group * d, d)));
            }

            next = Array.IndexOf(nearest, nearest.Min());
        }

        return centres;
    }

    private static bool Assign(float[] points, int d, float[] centres, int[] of)
    {
        var (changed, scores) = (false, new float[centres.Length / d]);
        for (var i = 0; i < of.Length; i++)
        {
            Kernels.Multiply(centres, points.AsSpan(i * d, d), scores);
            var best = Array.IndexOf(scores, scores.Max());
            changed |= best != of[i];
            of[i] = best;
        }

        return changed;
    }

    private static float[] Centres(float[] points, int d, int[] of, int count)
    {
        var (sums, centres) = (new float[count * d], new float[count * d]);
        for (var i = 0; i < of.Length; i++)
        {
            Kernels.AddScaled(1, points.AsSpan(i * d, d), sums.AsSpan(of[i] * d, d));
        }

        for (var group = 0; group < count; group++)
        {
            Diversity.Normalised(sums.AsSpan(group * d, d), centres.AsSpan(group * d, d));
        }

        return centres;
    }

    private static Community Describe(TrainingData data, Parts parts, int[] of, int group)
    {
        var (watches, total, members) = (new float[parts.TitleCount], 0f, 0);
        for (var profile = 0; profile < of.Length; profile++)
        {
            if (of[profile] != group)
            {
                continue;
            }

            members++;
            foreach (var one in data.Of(profile))
            {
                watches[one.Title] += one.Weight > 0 ? 1 : 0;
                total += one.Weight > 0 ? 1 : 0;
            }
        }

        var all = Math.Max(1f, parts.Watched.Sum());
        var (own, everybody) = (new float[parts.Features.TasteCount], new float[parts.Features.TasteCount]);
        for (var feature = 0; feature < own.Length; feature++)
        {
            foreach (var title in parts.ByTaste.ColumnsOf(feature))
            {
                own[feature] += watches[title] / Math.Max(1, total);
                everybody[feature] += parts.Watched[title] / all;
            }
        }

        // Often and more than elsewhere: p log(p / q). Decades lap over each other, so only the plain ones name.
        var names = Enumerable.Range(0, own.Length).Where(feature => own[feature] > everybody[feature] && !parts.Features.Names[feature].Name.StartsWith('~'))
            .OrderByDescending(feature => own[feature] * MathF.Log(own[feature] / everybody[feature])).Take(3)
            .Select(feature => parts.Features.Names[feature]).Select(name => name.Kind == FeatureKind.Decade ? name.Name + "s" : name.Name);
        var telling = Enumerable.Range(0, watches.Length).Where(title => watches[title] > 1)
            .OrderByDescending(title => watches[title] * MathF.Log(watches[title] / Math.Max(1, total) * all / parts.Watched[title])).ThenBy(title => title).Take(Shown);
        return new(string.Join(", ", names), members, [.. telling]);
    }
}
