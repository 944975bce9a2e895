using System.Text.Json;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Packaging;
using Netflix.Encoding.Quality;
using Netflix.Encoding.Text;
using Netflix.Storage;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// The source's own subtitles, read as files of their format are. What cannot be read, or is made of pictures, is left
/// out with a finding: subtitles never fail a film.
/// </summary>
internal sealed class ExtractText(SourceCache sources, Ffmpeg ffmpeg, IObjectStore store, IOptions<EncodingOptions> options) : IEncodeStep
{
    private const string ResultFile = "text.json";

    /// <summary>What became of the source's subtitle tracks.</summary>
    internal sealed record Extracted(IReadOnlyList<ReadyText> Tracks, IReadOnlyList<Finding> Findings);

    internal const double Weight = 1;

    public TaskKind Kind => TaskKind.Text;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        var plan = context.Job.Plan!;
        var readable = plan.Text.Where(track => FormatOf(track.Source.Codec) is not null).ToList();
        if (readable.Count > 0)
        {
            using var source = await sources.RentAsync(context.Job, cancel);
            var seconds = plan.Source.DurationSeconds;
            // All at once, for the whole source is read; one by one when one of them spoils it.
            if (!await ExtractAsync(source.Path, readable, seconds, context, cancel))
            {
                foreach (var track in readable)
                {
                    await ExtractAsync(source.Path, [track], seconds, context, cancel);
                }
            }
        }

        var (tracks, findings) = (new List<ReadyText>(), new List<Finding>());
        foreach (var track in plan.Text)
        {
            var (text, finding) = Read(track, context.Folder.File(track.Name), plan.Source.DurationSeconds, tracks);
            if (text is not null)
            {
                tracks.Add(text);
            }

            if (finding is not null)
            {
                findings.Add(finding);
            }
        }

        await using var result = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new Extracted(tracks, findings)));
        await store.WriteAsync(context.Output + ResultFile, result, cancel: cancel);
        return (_, _) => Task.CompletedTask;
    }

    /// <summary>What the completed task of this folder found.</summary>
    internal static async Task<Extracted> ReadAsync(IObjectStore store, string folder, CancellationToken cancel)
    {
        await using var stored = await store.OpenAsync(folder + ResultFile, cancel: cancel) ?? throw new IOException($"{folder}{ResultFile} is missing from the store.");
        return (await JsonSerializer.DeserializeAsync<Extracted>(stored, cancellationToken: cancel))!;
    }

    private async Task<bool> ExtractAsync(string source, IReadOnlyList<TextTrackPlan> tracks, double seconds, StepContext context, CancellationToken cancel)
    {
        var outputs = tracks.SelectMany(track =>
        {
            var (codec, format) = FormatOf(track.Source.Codec)!.Value;
            return new[] { "-map", $"0:{track.Source.Stream}", "-c:s", codec, "-fs", $"{options.Value.MaxSubtitleBytes + 1}", "-f", format, track.Name };
        });
        var result = await ffmpeg.RunAsync(
            [.. Ffmpeg.SafeInput, "-i", source, .. outputs], context.Folder.Path, Ffmpeg.LimitFor(seconds), (_, at) => context.Report(0.9 * Math.Min(1, at / seconds)), cancel);
        return result.Succeeded;
    }

    private (ReadyText? Text, Finding? Finding) Read(TextTrackPlan track, string file, double seconds, List<ReadyText> before)
    {
        var label = TrackLabels.Of(track.Source.Language, track.Source.Kind, before.Select(other => other.Track.Label));
        if (FormatOf(track.Source.Codec) is null)
        {
            return (null, Note(FindingLevel.Note, $"The subtitle track {label} is made of pictures ({track.Source.Codec}) and was left out: add it as text."));
        }

        var length = File.Exists(file) ? new FileInfo(file).Length : 0;
        try
        {
            if (length == 0 || length > options.Value.MaxSubtitleBytes)
            {
                throw new SubtitlesRefusedException(length == 0 ? "There are no subtitles in it." : $"It is larger than {options.Value.MaxSubtitleBytes >> 20} MB.");
            }

            var read = SubtitleFile.Read(File.ReadAllBytes(file));
            var cues = CueRepair.Within(read.Cues, TimeSpan.FromSeconds(seconds));
            return (new(new(track.Name, track.Source.Language, label, track.Source.Kind), cues), null);
        }
        catch (SubtitlesRefusedException refusal)
        {
            return (null, Note(FindingLevel.Warning, $"The subtitle track {label} could not be read and was left out. {refusal.Message}"));
        }

        Finding Note(FindingLevel level, string message) => new("subtitles", level, message, track.Name);
    }

    /// <summary>How ffmpeg writes the codec to a file of its own; null for pictures and for what it cannot write.</summary>
    private static (string Codec, string Format)? FormatOf(string codec) => codec switch
    {
        "subrip" or "srt" => ("copy", "srt"),
        "mov_text" or "text" or "eia_608" => ("srt", "srt"),
        "ass" or "ssa" => ("copy", "ass"),
        "webvtt" => ("copy", "webvtt"),
        "ttml" => ("copy", "data"),
        _ => null,
    };
}
