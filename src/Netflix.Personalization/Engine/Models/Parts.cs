using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>What training leaves: everything a title's score is made of, by the title's dense index.</summary>
/// <param name="Watched">Profiles that were for a title.</param>
internal sealed record Parts(
    int[] Watched, Ials Ials, Sparse Ease, ContentFeatures Features, Sparse Vectors, ContentMap Map, Trends Trends, Towers Towers, float[] Popularity)
{
    /// <summary>For each feature that tastes are made of, its titles.</summary>
    internal Sparse ByTaste { get; init; } = Vectors.FirstColumns(Features.TasteCount).Transpose();

    internal int TitleCount => Watched.Length;

    internal long Bytes => (8L * Watched.Length) + Ials.Bytes + Ease.Bytes + Vectors.Bytes + ByTaste.Bytes + (Features.Count * 40L) + Map.Bytes + Trends.Bytes + Towers.Bytes;

    internal static Parts Train(TrainingData data, RecommenderSettings settings, CancellationToken cancel)
    {
        var liked = Sparse.Liked(data);
        var watched = new int[data.Titles.Length];
        foreach (var title in liked.Columns)
        {
            watched[title]++;
        }

        var features = ContentFeatures.Learn(data.Titles);
        var vectors = features.Vectors(data.Titles);
        var (ials, _) = Ials.Train(liked, settings.Ials, settings.Seed, settings.Threads, cancel);
        var map = ContentMap.Train(vectors, ials, watched, settings.Content, settings.Threads, cancel);
        var placed = (float[])ials.TitleFactors.Clone();
        for (var title = 0; title < watched.Length; title++)
        {
            if (watched[title] == 0)
            {
                map.Place(vectors, title, vectors, placed.AsSpan(title * ials.Dimension, ials.Dimension));
            }
        }

        return new(
            watched, new(ials.Dimension, placed, ials.Settings), Models.Ease.Train(liked, settings.Ease, settings.Threads, cancel), features, vectors, map,
            Trends.Learn(data, settings.Trend), TwoTower.Train(liked, vectors, settings.Towers, settings.Seed, cancel), PopularityOf(watched));
    }

    internal Parts With(IReadOnlyList<TitleContent> titles)
    {
        var own = Features.Vectors(titles);
        var factors = new float[(TitleCount + titles.Count) * Ials.Dimension];
        Ials.TitleFactors.CopyTo(factors, 0);
        for (var i = 0; i < titles.Count; i++)
        {
            Map.Place(Vectors, i, own, factors.AsSpan((TitleCount + i) * Ials.Dimension, Ials.Dimension));
        }

        var vectors = Vectors.Followed(own);
        int[] watched = [.. Watched, .. new int[titles.Count]];
        return this with
        {
            Watched = watched, Ials = new(Ials.Dimension, factors, Ials.Settings), Ease = Ease.Extended(titles.Count),
            Vectors = vectors, ByTaste = vectors.FirstColumns(Features.TasteCount).Transpose(), Trends = Trends.Widened(watched.Length), Towers = Towers.With(own), Popularity = PopularityOf(watched),
        };
    }

    /// <summary>Likeness to one title: who watched it watched these (EASE), near among the factors, of the same content.</summary>
    internal void AddSimilar(int title, Span<float> scores)
    {
        var own = Ials.Of(title);
        var length = MathF.Sqrt(Kernels.Dot(own, own));
        var dense = new float[Features.Count];
        Vectors.AddRowTo(title, 1, dense);
        for (var other = 0; other < scores.Length; other++)
        {
            var factors = Ials.Of(other);
            var product = length * MathF.Sqrt(Kernels.Dot(factors, factors));
            scores[other] = (product > 0 ? Kernels.Dot(own, factors) / product : 0) + (0.5f * ContentMap.Cosine(Vectors, other, dense));
        }

        Ease.AddRowTo(title, 2, scores);
    }

    /// <summary>log(1 + watched), at most 1.</summary>
    internal static float[] PopularityOf(int[] watched)
    {
        var most = MathF.Log(1 + watched.DefaultIfEmpty().Max());
        return Array.ConvertAll(watched, count => most > 0 ? MathF.Log(1 + count) / most : 0);
    }
}
