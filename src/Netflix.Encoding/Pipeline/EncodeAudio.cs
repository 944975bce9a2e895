using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Quality;
using Netflix.Storage;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// One sound track of the whole film as AAC, exactly as long as the picture and as loud as all others: measured, brought to
/// the target, and checked.
/// </summary>
internal sealed class EncodeAudio(
    SourceCache sources, Ffmpeg ffmpeg, DecodeCheck decoding, SoundCheck check, IObjectStore store, IOptions<EncodingOptions> options) : IEncodeStep
{
    internal const double Weight = 3;
    private const double MeasuringShare = 0.4;
    private const int Tries = 3;

    public TaskKind Kind => TaskKind.Audio;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        var (film, track) = (context.Job.Plan!.Source, context.Job.Plan!.Audio[context.Task.Number]);
        using var source = await sources.RentAsync(context.Job, cancel);
        context.Outcome = await MakeAsync(source.Path, film, track, context, cancel);
        await store.WriteFilesAsync(context.Folder.Path, context.Output, cancel);
        return (_, _) => Task.CompletedTask;
    }

    /// <summary>Encodes the track into the step's folder: that of a film, or one that is added later.</summary>
    internal async Task<SoundResult> MakeAsync(string source, SourceFilm film, AudioTrackPlan track, StepContext context, CancellationToken cancel)
    {
        var (came, envelope) = await MeasureSourceAsync(source, film, track, context, cancel);
        var gain = SoundGain.For(came, options.Value.LoudnessTarget);
        var made = await EncodeAsync(source, film, track, gain, envelope, context, cancel);
        for (var tried = 1; made.Level.PeakDb > SoundGain.HighestPeakDb && tried < Tries; tried++)
        {
            gain = gain.Below(made.Level.PeakDb.Value);
            made = await EncodeAsync(source, film, track, gain, envelope, context, cancel);
        }

        await using var file = File.OpenRead(context.Folder.File($"{track.Name}.mp4"));
        return new(came, made.Level, Math.Round(gain.Db, 2), gain.CeilingDb is not null, made.Silences, made.Offset, await SHA256.HashDataAsync(file, cancel));
    }

    private async Task<(SoundMeasure Level, short[] Envelope)> MeasureSourceAsync(
        string source, SourceFilm film, AudioTrackPlan track, StepContext context, CancellationToken cancel)
    {
        var (meter, samples) = (new SoundMeter(), $"{track.Name}.raw");
        var result = await ffmpeg.RunAsync(
            [
                .. Ffmpeg.SafeInput, "-i", source, "-filter_complex",
                $"[0:{track.Source.Stream}]{Track(track)},asplit=2[whole][shape];[whole]{SoundMeter.Filter}[measured];[shape]{SoundCheck.ShapeFilter}[envelope]",
                "-map", "[measured]", "-t", Ffmpeg.Text(film.DurationSeconds), "-f", "null", "-",
                "-map", "[envelope]", "-t", Ffmpeg.Text(film.DurationSeconds), "-f", "s16le", samples,
            ],
            context.Folder.Path, Ffmpeg.LimitFor(film.DurationSeconds), (_, seconds) => context.Report(MeasuringShare * seconds / film.DurationSeconds), cancel, meter.Read);
        await RequireAsync(result, source, film, cancel);
        var envelope = await SoundCheck.EnvelopeAsync(context.Folder.File(samples), cancel);
        File.Delete(context.Folder.File(samples));
        return (meter.Measure, envelope);
    }

    private async Task<SoundCheck.Heard> EncodeAsync(
        string source, SourceFilm film, AudioTrackPlan track, SoundGain gain, short[] envelope, StepContext context, CancellationToken cancel)
    {
        var result = await ffmpeg.RunAsync(
            [
                .. Ffmpeg.SafeInput, "-i", source, "-map", $"0:{track.Source.Stream}", "-map_metadata", "-1", "-map_chapters", "-1",
                "-af", $"{Track(track)},{gain.Filter},apad", "-t", Ffmpeg.Text(film.DurationSeconds),
                "-ac", $"{track.Channels}", "-c:a", "aac", "-b:a", $"{track.BitrateKbps}k", $"{track.Name}.mp4",
            ],
            context.Folder.Path, Ffmpeg.LimitFor(film.DurationSeconds),
            (_, seconds) => context.Report(MeasuringShare + ((0.95 - MeasuringShare) * seconds / film.DurationSeconds)), cancel);
        await RequireAsync(result, source, film, cancel);
        return await check.RunAsync(context.Folder.File($"{track.Name}.mp4"), envelope, film.DurationSeconds, context.Folder, cancel);
    }

    /// <summary>
    /// The track in the channels it is to have. Silence where sound starts late, has gaps or ends early: it stays with the
    /// picture. Of more than 7.1 nobody says which channel is which: the first ones are taken.
    /// </summary>
    private static string Track(AudioTrackPlan track)
    {
        var layout = track.Channels == 2 ? "stereo" : "5.1";
        var first = track.Source.Channels > 8 ? $"pan={layout}|{string.Join('|', Enumerable.Range(0, track.Channels).Select(i => $"c{i}=c{i}"))}," : "";
        return $"{first}aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts={layout}";
    }

    private async Task RequireAsync(ToolResult result, string source, SourceFilm film, CancellationToken cancel)
    {
        if (DecodeCheck.IsSuspicious(result))
        {
            await decoding.RequireSoundAsync(source, film, cancel);
        }

        if (!result.Succeeded)
        {
            throw new MediaToolException($"ffmpeg made no sound: {result.LastError}", result.Log);
        }
    }
}
