using System.Buffers.Binary;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pipeline;

namespace Netflix.Encoding.Quality;

/// <summary>
/// Decodes a finished sound track once, and says how loud it is, where it is silent, and how much later than the source's
/// it is: by the offset at which the ups and downs of both fit best.
/// </summary>
internal sealed class SoundCheck(Ffmpeg ffmpeg)
{
    internal const double NoticedOffset = 0.045; // the ear's limit for sound ahead of the picture (ITU-R BT.1359)
    internal const double FaultyOffset = 0.12;

    internal const int EnvelopesPerSecond = 100;
    internal const int SampleRate = 8000;
    private const int FurthestOffset = 2 * EnvelopesPerSecond;
    private const double Ripple = 0.15;
    private const double LeastEnergy = 4; // a dozen clear changes of level
    private const double LeastFit = 0.4;
    private const double MostElsewhere = 0.7;
    private const int NearBest = 4;

    /// <summary>Reduces sound to what its envelope is taken of.</summary>
    internal static readonly string ShapeFilter = $"aformat=channel_layouts=mono,aresample={SampleRate}";

    /// <param name="Offset">Seconds that it is later than its source; null when they are too even to tell.</param>
    internal sealed record Heard(SoundMeasure Level, IReadOnlyList<Stretch> Silences, double? Offset);

    /// <param name="source">Loudness of the source's track in each hundredth of a second.</param>
    internal async Task<Heard> RunAsync(string file, short[] source, double seconds, WorkFolder folder, CancellationToken cancel)
    {
        var (meter, name) = (new SoundMeter(), Path.GetFileName(file));
        var (marks, samples) = ($"{name}.silence", folder.File($"{name}.raw"));
        var result = await ffmpeg.RunAsync(
            [
                "-xerror", "-err_detect", "explode", .. Ffmpeg.OwnInput, "-i", file,
                "-af", $"{SoundMeter.Filter},silencedetect=n=-60dB:d=0.5,ametadata=mode=print:file={marks},{ShapeFilter}", "-f", "s16le", samples,
            ],
            folder.Path, Ffmpeg.LimitFor(seconds), null, cancel, meter.Read);
        if (!result.Succeeded)
        {
            throw new QualityFaultException($"The sound {name} does not decode: {result.LastError}");
        }

        var silences = Stretches.Read(await File.ReadAllLinesAsync(folder.File(marks), cancel), seconds);
        var made = await EnvelopeAsync(samples, cancel);
        File.Delete(samples);
        File.Delete(folder.File(marks));
        return new(meter.Measure, silences, Offset(source, made));
    }

    /// <summary>How many seconds <paramref name="made"/> is later than <paramref name="source"/>; null when they are too even to tell.</summary>
    internal static double? Offset(ReadOnlySpan<short> source, ReadOnlySpan<short> made)
    {
        var (a, b) = (Changes(source), Changes(made));
        var most = Math.Sqrt(Energy(a) * Energy(b));
        if (most < LeastEnergy)
        {
            return null;
        }

        var fits = new double[(2 * FurthestOffset) + 1];
        for (var offset = -FurthestOffset; offset <= FurthestOffset; offset++)
        {
            double fit = 0;
            for (var i = Math.Max(0, -offset); i < Math.Min(a.Length, b.Length - offset); i++)
            {
                fit += a[i] * b[i + offset];
            }

            fits[offset + FurthestOffset] = fit / most;
        }

        // What repeats itself, as a beat does, fits at several places and tells nothing.
        var best = Array.IndexOf(fits, fits.Max());
        var elsewhere = fits.Where((_, place) => Math.Abs(place - best) > NearBest).Max();
        return fits[best] > LeastFit && elsewhere < fits[best] * MostElsewhere ? (double)(best - FurthestOffset) / EnvelopesPerSecond : null;
    }

    /// <summary>How the level moves; the ripple of steady tones is none of it.</summary>
    private static double[] Changes(ReadOnlySpan<short> envelope)
    {
        var changes = new double[Math.Max(0, envelope.Length - 1)];
        for (var i = 0; i < changes.Length; i++)
        {
            var change = Math.Log(envelope[i + 1] + 8.0) - Math.Log(envelope[i] + 8.0);
            changes[i] = Math.Abs(change) < Ripple ? 0 : change;
        }

        return changes;
    }

    private static double Energy(double[] changes) => changes.Sum(change => change * change);

    /// <param name="file">Samples of 16 bits, <see cref="SampleRate"/> a second.</param>
    internal static async Task<short[]> EnvelopeAsync(string file, CancellationToken cancel)
    {
        const int Window = SampleRate / EnvelopesPerSecond;
        await using var samples = File.OpenRead(file);
        var envelope = new short[samples.Length / 2 / Window];
        var bytes = new byte[2 * Window]; // not the whole film at once: two hours are 115 MB
        for (var i = 0; i < envelope.Length; i++)
        {
            await samples.ReadExactlyAsync(bytes, cancel);
            double sum = 0;
            for (var sample = 0; sample < Window; sample++)
            {
                var value = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(sample * 2));
                sum += (double)value * value;
            }

            envelope[i] = (short)Math.Sqrt(sum / Window);
        }

        return envelope;
    }
}
