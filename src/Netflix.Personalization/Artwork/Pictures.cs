using Netflix.Contracts;
using Netflix.Personalization.Experiments;
using Npgsql;

namespace Netflix.Personalization.Artwork;

/// <summary>Chooses the picture that a title is shown with.</summary>
internal sealed class Pictures(NpgsqlDataSource source, ICatalog catalog)
{
    /// <summary>Of the stills, the best; each more takes longer to learn of.</summary>
    internal const int MostPictures = 6;

    /// <param name="Number">As the catalogue counts them, from 1.</param>
    internal sealed record Picture(string Url, int Number, double Propensity);

    /// <summary>A picture for each of the titles that have several and whose picture the studio left open.</summary>
    /// <param name="context">What the viewer likes best; empty when that is not known.</param>
    internal async Task<IReadOnlyDictionary<Guid, Picture>> ChooseAsync(IReadOnlyCollection<Guid> contentIds, string context, ArtworkPolicy policy, Random random, CancellationToken cancel)
    {
        if (policy == ArtworkPolicy.Studio)
        {
            return new Dictionary<Guid, Picture>();
        }

        var open = await catalog.GetPicturesAsync(contentIds, cancel);
        var chosen = new Dictionary<Guid, Picture>(open.Count);
        if (open.Count == 0)
        {
            return chosen;
        }

        var known = await ReadAsync([.. open.Keys], context, cancel);
        foreach (var (contentId, urls) in open)
        {
            var arms = Enumerable.Range(1, Math.Min(urls.Count, MostPictures)).Select(number => known.GetValueOrDefault((contentId, number))).ToArray();
            var (arm, propensity) = policy == ArtworkPolicy.Bandit ? PictureBandit.Choose(arms, random) : new Choice(random.Next(arms.Length), 1.0 / arms.Length);
            chosen[contentId] = new(urls[arm], arm + 1, propensity);
        }

        return chosen;
    }

    private async Task<Dictionary<(Guid, int), Arm>> ReadAsync(Guid[] contentIds, string context, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select content_id, picture, sum(shown), sum(clicked), coalesce(sum(shown) filter (where context = $2), 0), coalesce(sum(clicked) filter (where context = $2), 0)
            from personalization.picture_clicks where content_id = any($1) group by content_id, picture
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = contentIds });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = context });
        var arms = new Dictionary<(Guid, int), Arm>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            arms[(reader.GetGuid(0), reader.GetInt32(1))] = new(reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5));
        }

        return arms;
    }
}
