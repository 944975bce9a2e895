namespace Netflix.Delivery.Cache;

/// <summary>
/// Spares an origin that fails: after some failures in a row it is left alone for a while, then one request tries it. Single
/// failures are tried again, but only so many for the requests that there were: retries must not become the load.
/// </summary>
internal sealed class OriginGuard(TimeProvider clock)
{
    internal const int FailuresToOpen = 5;
    internal static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(2); // players come back as soon (Retry-After)

    private const double RetriesPerRequest = 0.1;
    private const double MostSavedRetries = 10;

    private readonly Lock gate = new();
    private double retries = MostSavedRetries;
    private int failures;
    private long triedAt;

    /// <summary>False while the origin is left alone.</summary>
    internal bool TryEnter()
    {
        lock (gate)
        {
            if (failures >= FailuresToOpen && clock.GetElapsedTime(triedAt) < OpenFor)
            {
                return false;
            }

            retries = Math.Min(MostSavedRetries, retries + RetriesPerRequest);
            triedAt = clock.GetTimestamp(); // of an open one: others wait for what this one finds
            return true;
        }
    }

    internal void Succeeded()
    {
        lock (gate)
        {
            failures = 0;
        }
    }

    /// <returns>Whether to try again at once.</returns>
    internal bool Failed()
    {
        lock (gate)
        {
            triedAt = clock.GetTimestamp();
            if (++failures >= FailuresToOpen || retries < 1)
            {
                return false;
            }

            retries--;
            return true;
        }
    }
}
