using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Storage;

namespace Netflix.Encoding.Pipeline;

/// <summary>One sound track of the whole film as AAC, exactly as long as the picture.</summary>
internal sealed class EncodeAudio(SourceCache sources, Ffmpeg ffmpeg, DecodeCheck decoding, IObjectStore store) : IEncodeStep
{
    public TaskKind Kind => TaskKind.Audio;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        var (film, track) = (context.Job.Plan!.Source, context.Job.Plan!.Audio[context.Task.Number]);
        using var source = await sources.RentAsync(context.Job, cancel);
        await MakeAsync(source.Path, film, track, context, cancel);
        await store.WriteFilesAsync(context.Folder.Path, context.Output, cancel);
        return (_, _) => { };
    }

    /// <summary>Encodes the track into the step's folder: that of a film, or one that is added later.</summary>
    internal async Task MakeAsync(string source, SourceFilm film, AudioTrackPlan track, StepContext context, CancellationToken cancel)
    {
        var result = await ffmpeg.RunAsync(
            [
                .. Ffmpeg.SafeInput, "-i", source, "-map", $"0:{track.Source.Stream}", "-map_metadata", "-1", "-map_chapters", "-1",
                // Silence where sound starts late, has gaps or ends early: it stays with the picture.
                "-af", "aresample=48000:async=1:first_pts=0,apad", "-t", Ffmpeg.Text(film.DurationSeconds),
                "-ac", $"{track.Channels}", "-c:a", "aac", "-b:a", $"{track.BitrateKbps}k", $"{track.Name}.mp4",
            ],
            context.Folder.Path, Ffmpeg.LimitFor(film.DurationSeconds), (_, seconds) => context.Report(0.95 * seconds / film.DurationSeconds), cancel);
        if (DecodeCheck.IsSuspicious(result))
        {
            await decoding.RequireSoundAsync(source, film, cancel);
        }

        if (!result.Succeeded)
        {
            throw new MediaToolException($"ffmpeg made no sound: {result.LastError}");
        }
    }
}
