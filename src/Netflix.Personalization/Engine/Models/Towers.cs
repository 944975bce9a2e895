using Netflix.Personalization.Engine.Numerics;

namespace Netflix.Personalization.Engine.Models;

/// <summary>What <see cref="TwoTower"/> learned, for serving.</summary>
/// <param name="Turn">The matrix between a sum of titles and a profile.</param>
/// <param name="Titles">By title, of length one.</param>
/// <param name="Content">By feature of content: where a new title stands.</param>
internal sealed record Towers(TwoTowerSettings Settings, float[] Turn, float[] Titles, float[] Content)
{
    private readonly BFloat16Matrix scoring = new(Titles, Settings.Dimension);

    internal long Bytes => (4L * (Turn.Length + Titles.Length + Content.Length)) + scoring.Bytes;

    internal static float Share(int age) => MathF.Exp(-age / 10f);

    /// <summary>Adds to each title's score its cosine with the profile, by weight; nothing for a profile without history.</summary>
    internal void AddTo(ReadOnlySpan<int> history, float weight, Span<float> scores)
    {
        if (history.IsEmpty || weight == 0 || Titles.Length == 0)
        {
            return;
        }

        var d = Settings.Dimension;
        var (sum, profile) = (new float[d], new float[d]);
        for (var age = 0; age < Math.Min(history.Length, Settings.Titles); age++)
        {
            Kernels.AddScaled(Share(age), Titles.AsSpan(history[^(age + 1)] * d, d), sum);
        }

        Kernels.Multiply(Turn, sum, profile);
        Diversity.Normalised(profile, sum);
        scoring.AddProduct(weight, sum, scores);
    }

    /// <summary>With titles that have only content.</summary>
    internal Towers With(Sparse vectors)
    {
        var d = Settings.Dimension;
        var (titles, sum) = (new float[Titles.Length + (vectors.Height * d)], new float[d]);
        Titles.CopyTo(titles, 0);
        for (var title = 0; title < vectors.Height; title++)
        {
            Array.Clear(sum);
            for (var i = vectors.Starts[title]; i < vectors.Starts[title + 1]; i++)
            {
                Kernels.AddScaled(vectors.Values[i], Content.AsSpan(vectors.Columns[i] * d, d), sum);
            }

            Diversity.Normalised(sum, titles.AsSpan(Titles.Length + (title * d), d));
        }

        return new(Settings, Turn, titles, Content);
    }
}
