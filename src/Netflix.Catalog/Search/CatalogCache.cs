using Microsoft.Extensions.Caching.Memory;
using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Search;

/// <summary>
/// Lists that many viewers ask alike, kept for five minutes, or until the catalogue's next change or the next opening or
/// closing of a window. Each use asks PostgreSQL for the generation (50 µs), so that what a studio has just changed shows
/// at once on every replica. Profiles of one region, maturity and language share an entry.
/// </summary>
internal sealed class CatalogCache(NpgsqlDataSource source, TimeProvider clock) : IDisposable
{
    internal static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private const int MostEntries = 20_000; // of some 10 KB: 200 MB at the very most

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostEntries });
    private Validity current = new(-1, DateTimeOffset.MinValue);

    /// <param name="question">All that the answer depends on beside the viewer's limits: a record, so that it is equal by its values.</param>
    internal async Task<T> GetAsync<T>(object question, Viewer viewer, Func<DateTimeOffset, CancellationToken, Task<T>> answer, CancellationToken cancel)
        where T : class
    {
        var generation = await ReadGenerationAsync(cancel);
        var now = clock.GetUtcNow();
        var valid = current;
        if (valid.Generation != generation || valid.Until <= now)
        {
            // Before the answer is read: a change between the two makes it live too short, never too long.
            current = valid = new Validity(generation, await NextWindowAsync(now, cancel));
        }

        var key = (typeof(T), question, viewer.Country, viewer.MaxMaturity, viewer.Language, valid);
        if (cache.TryGetValue(key, out T? known))
        {
            return known!;
        }

        var fresh = await answer(now, cancel);
        cache.Set(key, fresh, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
        return fresh;
    }

    public void Dispose() => cache.Dispose();

    internal async Task<long> ReadGenerationAsync(CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select generation from catalog.version");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task<DateTimeOffset> NextWindowAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select least((select min("from") from catalog.availabilities where "from" > $1), (select min("to") from catalog.availabilities where "to" > $1))
            """);
        command.Parameters.Add(new() { Value = now });
        return await command.ExecuteScalarAsync(cancel) is DateTime next ? new DateTimeOffset(next, TimeSpan.Zero) : DateTimeOffset.MaxValue;
    }

    /// <summary>Entries of one validity are of one catalogue and of one stretch between windows.</summary>
    private sealed record Validity(long Generation, DateTimeOffset Until);
}
