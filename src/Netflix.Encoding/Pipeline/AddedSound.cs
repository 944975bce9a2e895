using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Packaging;
using Netflix.Encoding.Protection;

namespace Netflix.Encoding.Pipeline;

/// <summary>A sound track for an asset that is there: checked to be of the film, encoded as all sound is, packaged alone.</summary>
internal sealed class AddedSound(IServiceScopeFactory scopes, Ffmpeg ffmpeg, EncodeAudio encoder, Packager packager)
{
    private const double MostOff = 2; // seconds: dubs of another cut are minutes off, leaders and tails less than this

    /// <param name="suffix">What makes the track's names its own.</param>
    /// <param name="folder">Where the package goes.</param>
    internal async Task<MadeTracks> MakeAsync(EncodeJob target, string source, string suffix, StepContext context, string folder, CancellationToken cancel)
    {
        var added = context.Job.Added!;
        var film = target.Plan!.Source;
        var found = await ProbeAsync(source, film.DurationSeconds, cancel);
        var sound = found with { Language = added.Language, Kind = added.Kind, Title = null };
        var own = film with { Stream = sound.Stream, Audio = [sound] };
        var files = new Dictionary<AudioTrackPlan, string>();
        foreach (var plan in TrackPlans.Audio(own).Select(plan => plan with { Name = $"{plan.Name}-{suffix}" }))
        {
            await encoder.MakeAsync(source, own, plan, context, cancel);
            files[plan] = context.Folder.File($"{plan.Name}.mp4");
        }

        await packager.RunAsync(new JoinedFilm(new Dictionary<Rung, string>(), files), await KeysAsync(target.AssetId, cancel), context.Folder, folder, film.DurationSeconds, cancel);
        File.Delete(Path.Combine(folder, Packager.HlsMaster));
        var file = Path.Combine(folder, AssetKeys.DashManifest);
        var manifest = await File.ReadAllTextAsync(file, cancel);
        File.Delete(file);
        var packaged = PackagedAsset.Read(manifest);
        return new(manifest, [], [.. files.Keys.Select(plan => new AudioRendition(
            plan.Name, added.Language, plan.Label, plan.Channels, packaged[plan.Name].Codecs, packaged[plan.Name].Bandwidth, added.Kind))]);
    }

    /// <summary>The one that the asset's other sound is encrypted with; none for a clear asset.</summary>
    private async Task<IReadOnlyList<ContentKey>> KeysAsync(Guid assetId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var keys = await scope.ServiceProvider.GetRequiredService<ContentKeys>().GetAsync(assetId, cancel);
        return [.. keys.Where(key => key.Label == QualityClass.Audio)];
    }

    /// <summary>The file's first or default sound track; it must last as long as the film.</summary>
    private async Task<SourceAudio> ProbeAsync(string source, double filmSeconds, CancellationToken cancel)
    {
        var (header, _) = await ffmpeg.ReadHeaderAsync(source, cancel);
        using var document = header ?? throw new SourceRefusedException("The file is no sound: no known format of audio was found in it.");
        if (SourceTracks.Audio(document.RootElement.Items("streams")) is not [var sound, ..])
        {
            throw new SourceRefusedException("There is no sound track in the file.");
        }

        // Of the packets, for headers of dubs are often wrong or silent about it.
        var (first, last) = (double.MaxValue, 0.0);
        await ffmpeg.ProbeAsync(
            [.. Ffmpeg.SafeInput, "-select_streams", $"{sound.Stream}", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", source],
            Path.GetDirectoryName(source)!, TimeSpan.FromHours(1), Measure, cancel);
        var seconds = Math.Max(0, last - (document.RootElement.GetProperty("format").Number("start_time") ?? first));
        return Math.Abs(seconds - filmSeconds) <= MostOff
            ? sound
            : throw new SourceRefusedException(
                $"The sound lasts {SourceRefusedException.Time(seconds)} and the film {SourceRefusedException.Time(filmSeconds)}: at most {MostOff} seconds may lie between them. Send the dub of this very cut.");

        void Measure(string line)
        {
            if (line.Split(',') is [var time, ..] fields && ProbeJson.Parse(time) is { } start)
            {
                first = Math.Min(first, start);
                last = Math.Max(last, start + (fields.Length > 1 ? ProbeJson.Parse(fields[1]) ?? 0 : 0));
            }
        }
    }
}
