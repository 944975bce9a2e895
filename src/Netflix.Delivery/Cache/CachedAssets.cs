namespace Netflix.Delivery.Cache;

/// <summary>
/// Which assets this edge holds, in memory or on its disk, so that players can be sent where their film is. Counted as files
/// come and go, under the caches' locks: nothing is ever listed.
/// </summary>
internal sealed class CachedAssets(TimeProvider clock)
{
    /// <summary>An init and a first segment, of picture and of sound: with less a film cannot begin.</summary>
    internal const int Enough = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> files = [];

    /// <summary>Grows whenever <see cref="Held"/> changes, and from one start of the edge to the next.</summary>
    internal long Version { get; private set; } = clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The version first: what changes in between is told the next time.</summary>
    internal (long Version, IReadOnlyCollection<Guid> Assets) Held()
    {
        lock (gate)
        {
            return (Version, [.. files.Where(asset => asset.Value >= Enough).Select(asset => asset.Key)]);
        }
    }

    internal void Add(string key) => Count(key, 1);

    internal void Remove(string key) => Count(key, -1);

    private void Count(string key, int by)
    {
        if (key.Length <= 32 || !Guid.TryParseExact(key.AsSpan(0, 32), "N", out var asset))
        {
            return;
        }

        lock (gate)
        {
            var before = files.GetValueOrDefault(asset);
            var after = before + by;
            if (after > 0)
            {
                files[asset] = after;
            }
            else
            {
                files.Remove(asset);
            }

            if (before >= Enough != after >= Enough)
            {
                Version++;
            }
        }
    }
}
