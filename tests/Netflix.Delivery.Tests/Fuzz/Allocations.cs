namespace Netflix.Delivery.Tests.Fuzz;

/// <summary>
/// What a case allocates on this thread: the most of all cases, and the case it was. The runtime has allocations of its own now
/// and then, as when a method is compiled anew: a case that seems to allocate is tried again, and what it costs it costs each time.
/// <code>do { allocations.Start(); ... } while (allocations.Again(text));</code>
/// </summary>
internal sealed class Allocations
{
    private const int MostTries = 4;
    private long before;
    private int tries;

    internal long Most { get; private set; }
    internal string? Culprit { get; private set; }

    internal void Start() => before = GC.GetAllocatedBytesForCurrentThread();

    internal bool Again(string text)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > Most && ++tries < MostTries)
        {
            return true;
        }

        if (allocated > Most)
        {
            (Most, Culprit) = (allocated, text);
        }

        tries = 0;
        return false;
    }
}
