namespace Netflix.Encoding.Media;

/// <summary>The film itself cannot be used. The message is a sentence for the studio; trying again cannot help.</summary>
internal sealed class SourceRefusedException(string message) : Exception(message)
{
    /// <summary>A time as people read it: 0:07, 1:02:03.</summary>
    internal static string Time(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Max(0, seconds));
        return time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}";
    }
}
