using Npgsql;

namespace Netflix.Personalization.Signals;

/// <summary>Writes signals; each write again changes nothing but a count of starts.</summary>
internal sealed class SignalWriter(NpgsqlDataSource source)
{
    internal Task StartedAsync(Guid profileId, Guid contentId, string country, DateTimeOffset at, CancellationToken cancel) =>
        WriteAsync(profileId, contentId, at, "started, country", "1, $4", "started = known.started + 1, country = excluded.country", country, cancel);

    /// <param name="rating">Null takes it back. Of two ratings the later one stands, however they arrive.</param>
    internal Task RatedAsync(Guid profileId, Guid contentId, int? rating, DateTimeOffset at, CancellationToken cancel) =>
        WriteAsync(profileId, contentId, at, "rating, rated_at", "$4, $3", Later("rating", "rated_at"), (short?)rating, cancel);

    internal Task ListedAsync(Guid profileId, Guid contentId, bool listed, DateTimeOffset at, CancellationToken cancel) =>
        WriteAsync(profileId, contentId, at, "listed, listed_at", "$4, $3", Later("listed", "listed_at"), listed, cancel);

    internal Task HiddenAsync(Guid profileId, Guid contentId, bool hidden, DateTimeOffset at, CancellationToken cancel) =>
        WriteAsync(profileId, contentId, at, "hidden", "$4", "hidden = excluded.hidden", hidden, cancel);

    internal Task PickedAsync(Guid profileId, Guid contentId, bool picked, DateTimeOffset at, CancellationToken cancel) =>
        WriteAsync(profileId, contentId, at, "picked", "$4", "picked = excluded.picked", picked, cancel);

    private static string Later(string value, string at) =>
        $"{value} = case when known.{at} > excluded.{at} then known.{value} else excluded.{value} end, {at} = greatest(known.{at}, excluded.{at})";

    private async Task WriteAsync<T>(Guid profileId, Guid contentId, DateTimeOffset at, string columns, string values, string change, T value, CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"""
            insert into personalization.signals as known (profile_id, content_id, at, {columns}) values ($1, $2, $3, {values})
            on conflict (profile_id, content_id) do update set {change}, at = greatest(known.at, excluded.at)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = profileId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = contentId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at });
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
