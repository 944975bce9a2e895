using System.Globalization;

namespace Netflix.Playback.Progress;

/// <summary>One position as Redis holds it, under its profile and video.</summary>
internal readonly record struct Watched(
    Guid ProfileId, Guid VideoId, Guid ContentId, Guid SessionId, long Sequence, double PositionSeconds, double DurationSeconds, DateTimeOffset At)
{
    /// <summary>As packed: this position or an earlier one was so far. The script and the upsert keep it when a film is begun again.</summary>
    internal bool WasCompleted { get; init; } = WatchRecord.IsCompletedAt(PositionSeconds, DurationSeconds);

    internal bool IsCompleted => WasCompleted || WatchRecord.IsCompletedAt(PositionSeconds, DurationSeconds);

    /// <summary>Newest session wins, then the greatest sequence: the order of the Lua script and of the upsert alike.</summary>
    internal bool IsAfter(Guid session, long sequence) =>
        SessionId.CompareTo(session) is var order && (order > 0 || (order == 0 && Sequence > sequence));

    /// <summary><c>session|sequence|position|duration|content|unix ms</c>, and <c>|1</c> once completed; session first, as the script compares it as text.</summary>
    internal string Pack() => string.Create(CultureInfo.InvariantCulture,
        $"{SessionId:N}|{Sequence}|{PositionSeconds:0.###}|{DurationSeconds:0.###}|{ContentId:N}|{At.ToUnixTimeMilliseconds()}{(WasCompleted ? "|1" : "")}");

    internal static Watched Unpack(Guid profileId, Guid videoId, string value)
    {
        var parts = value.Split('|');
        return new(
            profileId, videoId, Guid.ParseExact(parts[4], "N"), Guid.ParseExact(parts[0], "N"), long.Parse(parts[1], CultureInfo.InvariantCulture),
            double.Parse(parts[2], CultureInfo.InvariantCulture), double.Parse(parts[3], CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[5], CultureInfo.InvariantCulture)))
        {
            WasCompleted = parts.Length > 6,
        };
    }
}
