using Npgsql;

namespace Netflix.Personalization.Clicks;

/// <summary>
/// In which order rows stand: by how often what they show is chosen, of what was looked at. A profile's own clicks are few, so
/// they begin at what all do, and that at the order of the product.
/// </summary>
internal sealed class RowRates(NpgsqlDataSource source)
{
    /// <summary>Under this id are the counts of all profiles.</summary>
    internal static readonly Guid All = Guid.Empty;

    /// <summary>The order before anybody has clicked.</summary>
    internal static readonly string[] Order = ["hybrid", "trending", "similar", "list", "taste", "newest", "editorial", "popular", "genre"];

    private const double FirstRate = 0.05;
    private const double Fall = 0.93;
    private const double PriorSeen = 300, SharedSeen = 100;

    /// <summary>Of an algorithm before anybody has clicked.</summary>
    internal static double FirstRateOf(string algorithm) => FirstRate * Math.Pow(Fall, Array.IndexOf(Order, algorithm) is var place and >= 0 ? place : Order.Length);

    /// <summary>Rate by algorithm; the highest comes first.</summary>
    internal async Task<IReadOnlyDictionary<string, double>> OfAsync(Guid profileId, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select profile_id, algorithm, seen, clicked from personalization.row_clicks where profile_id = $1 or profile_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = profileId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = All });
        var counts = new Dictionary<(bool Own, string Algorithm), (double Seen, double Clicked)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            counts[(reader.GetGuid(0) != All, reader.GetString(1))] = (reader.GetDouble(2), reader.GetDouble(3));
        }

        return Order.ToDictionary(row => row, row => Rate(FirstRateOf(row), counts.GetValueOrDefault((false, row)), counts.GetValueOrDefault((true, row))));
    }

    internal static double Rate(double first, (double Seen, double Clicked) all, (double Seen, double Clicked) own)
    {
        var shared = (first * PriorSeen + all.Clicked) / (PriorSeen + all.Seen);
        return (shared * SharedSeen + own.Clicked) / (SharedSeen + own.Seen);
    }
}
