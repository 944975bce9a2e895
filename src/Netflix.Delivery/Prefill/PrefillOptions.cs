using System.ComponentModel.DataAnnotations;

namespace Netflix.Delivery.Prefill;

/// <summary><c>Netflix:Delivery:Prefill</c>: filling edges before viewers ask.</summary>
internal sealed class PrefillOptions : IValidatableObject
{
    internal const string Section = "Netflix:Delivery:Prefill";

    /// <summary>Fills by itself once in the quiet hours of each region.</summary>
    public bool Automatic { get; set; } = true;

    /// <summary>Most that one edge asks of the origin for it.</summary>
    [Range(1, 100_000)]
    public int MaxMbps { get; set; } = 100;

    /// <summary>Of each title: viewers begin at the beginning, and most of what is begun is not ended.</summary>
    [Range(1, 10_000)]
    public int MinutesPerTitle { get; set; } = 10;

    /// <summary>Videos that are looked at for a plan.</summary>
    [Range(1, 100_000)]
    public int MostVideos { get; set; } = 5000;

    /// <summary>How long a run that an operator starts may take.</summary>
    public TimeSpan LongestRun { get; set; } = TimeSpan.FromHours(6);

    /// <summary>By an edge's region; <c>*</c> is for those not named.</summary>
    public Dictionary<string, QuietHours> QuietHours { get; set; } = [];

    internal QuietHours HoursOf(string region) =>
        QuietHours.FirstOrDefault(one => string.Equals(one.Key, region, StringComparison.OrdinalIgnoreCase)).Value
        ?? QuietHours.GetValueOrDefault("*") ?? Prefill.QuietHours.Default;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (region, hours) in QuietHours)
        {
            if (!hours.IsValid)
            {
                yield return new($"{Section}:QuietHours:{region} has From and To, such as 02:00 and 06:00, and a TimeZone, such as Europe/Stockholm.");
            }
        }

        if (LongestRun <= TimeSpan.Zero)
        {
            yield return new($"{Section}:LongestRun must be positive.");
        }
    }
}

/// <summary>When few watch in a region, by its own clocks; over midnight when the end is before the start.</summary>
internal sealed class QuietHours
{
    internal static readonly QuietHours Default = new();

    public TimeOnly From { get; set; } = new(2, 0);
    public TimeOnly To { get; set; } = new(6, 0);
    public string TimeZone { get; set; } = "UTC";

    internal bool IsValid => From != To && TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _);

    /// <summary>The quiet hours that run at this time; null when there are none.</summary>
    internal (DateTimeOffset From, DateTimeOffset To)? At(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        return time.IsBetween(From, To) ? (now - (time - From), now + (To - time)) : null;
    }

    public override string ToString() => FormattableString.Invariant($"{From:HH:mm}-{To:HH:mm} {TimeZone}");
}
