using System.Text.Json;

namespace Netflix.Playback.Quality;

/// <summary>What a session's player has counted from its start until now; later ones are greater, so a repeat changes nothing.</summary>
internal sealed record PlayedTotals
{
    internal const double Most = 1e12; // milliseconds: 31 years
    internal const int LongestEdge = 200;

    public long? PlayedMs { get; private set; }
    public long? StalledMs { get; private set; }
    public long? Stalls { get; private set; }
    public long? Switches { get; private set; }
    public long? Errors { get; private set; }

    /// <summary>From the wish to play until the first picture.</summary>
    public long? StartupMs { get; private set; }

    /// <summary>What is shown now, in lines.</summary>
    public long? Height { get; private set; }

    /// <summary>Bits a second.</summary>
    public long? Bitrate { get; private set; }

    public string? Edge { get; private set; }

    internal bool IsEmpty => this == new PlayedTotals();

    /// <summary>Takes what an event's properties say; false when one of the names holds something else. Other names are the player's affair.</summary>
    internal bool TryAdd(JsonElement properties)
    {
        foreach (var property in properties.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var taken = property.Name switch
            {
                "playedMs" => TryNumber(property, PlayedMs, out var value) && (PlayedMs = value) >= 0,
                "stalledMs" => TryNumber(property, StalledMs, out var value) && (StalledMs = value) >= 0,
                "stalls" => TryNumber(property, Stalls, out var value) && (Stalls = value) >= 0,
                "switches" => TryNumber(property, Switches, out var value) && (Switches = value) >= 0,
                "errors" => TryNumber(property, Errors, out var value) && (Errors = value) >= 0,
                "startupMs" => TryNumber(property, StartupMs, out var value) && (StartupMs = value) >= 0,
                "height" => TryNumber(property, null, out var value) && (Height = value) >= 0,
                "bitrate" => TryNumber(property, null, out var value) && (Bitrate = value) >= 0,
                "edge" => property.Value.ValueKind == JsonValueKind.String && property.Value.GetString()!.Length <= LongestEdge && (Edge = property.Value.GetString()) is not null,
                _ => true,
            };
            if (!taken)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The greater of what is known and what is said; none of them is negative.</summary>
    private static bool TryNumber(JsonProperty property, long? known, out long value)
    {
        value = 0;
        if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetDouble(out var number) || number is not (>= 0 and <= Most))
        {
            return false;
        }

        value = Math.Max(known ?? 0, (long)Math.Round(number));
        return true;
    }
}
