using System.Globalization;
using System.Text.RegularExpressions;

namespace Netflix.Encoding.Media;

/// <param name="Loudness">Integrated, in LUFS (EBU R128); null for silence.</param>
/// <param name="PeakDb">True peak, in dBTP; null for silence.</param>
internal sealed record SoundMeasure(double? Loudness, double? PeakDb);

/// <summary>Reads what ffmpeg's <c>ebur128</c> says at its end. It costs .3 CPU-s for 30 s of 5.1, where loudnorm takes 2.9.</summary>
internal sealed partial class SoundMeter
{
    internal const string Filter = "ebur128=peak=true:framelog=verbose";
    private const double Silence = -70; // the gate of EBU R128: nothing was above it

    private double? loudness;
    private double? peak;

    public SoundMeasure Measure => new(loudness, peak);

    internal void Read(string line)
    {
        if (Integrated().Match(line) is { Success: true } integrated)
        {
            loudness = Parse(integrated) is > Silence and var value ? value : null;
        }
        else if (Peak().Match(line) is { Success: true } top)
        {
            peak = Parse(top);
        }
    }

    private static double? Parse(Match match) =>
        double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    [GeneratedRegex(@"^\s*I:\s+(\S+) LUFS")]
    private static partial Regex Integrated();

    [GeneratedRegex(@"^\s*Peak:\s+(\S+) dBFS")]
    private static partial Regex Peak();
}

/// <summary>How much a track is made louder or softer: one gain for all of it, so that its dynamics stay.</summary>
/// <param name="CeilingDb">Peaks above it are held down; null where none come so far.</param>
internal sealed record SoundGain(double Db, double? CeilingDb)
{
    internal const double HighestPeakDb = -1; // EBU R128

    // AAC's peaks come out up to half a decibel above what went in, rarely two: then the track is encoded once more.
    private const double Margin = 0.5;

    // A soft film with a few loud bangs would stay far too soft if they alone decided; more than 6 dB off a peak is heard.
    private const double MostLimitingDb = 6;

    // Beyond, it is the noise of a room that would be made loud.
    private const double MostGainDb = 20;

    internal static SoundGain For(SoundMeasure source, double target)
    {
        var room = HighestPeakDb - Margin - (source.PeakDb ?? 0);
        if (source.Loudness is not { } loudness)
        {
            return new(Math.Min(0, source.PeakDb is null ? 0 : room), null);
        }

        var gain = Math.Min(Math.Min(target - loudness, MostGainDb), room + MostLimitingDb);
        return new(gain, gain > room ? HighestPeakDb - Margin : null);
    }

    /// <summary>Softer by what came out too loud.</summary>
    internal SoundGain Below(double peakDb)
    {
        var excess = peakDb - HighestPeakDb + 0.1;
        return new(Db - excess, CeilingDb - excess);
    }

    internal string Filter => $"volume={Ffmpeg.Text(Db)}dB" +
        (CeilingDb is { } ceiling ? $",alimiter=limit={Ffmpeg.Text(Math.Pow(10, ceiling / 20))}:attack=5:release=50:level=disabled:latency=1" : "");
}
