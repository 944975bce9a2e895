using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Encoding.Media;
using Netflix.Encoding.Packaging;
using Netflix.Encoding.Text;
using Netflix.Storage;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// Adds a subtitle or sound track to an asset that plays already. Its files have names of their own beside the others, and
/// a new manifest names them: nothing that is served is changed, so who watches goes on.
/// </summary>
internal sealed class AddTrack(
    IServiceScopeFactory scopes, SourceCache sources, IObjectStore store, TaskQueue queue, TextPackager texts, AddedSound sounds, TimeProvider clock) : IEncodeStep
{
    internal const double Weight = 100;
    private const string Gone = "The film was replaced or deleted meanwhile: add the track to the new one.";

    public TaskKind Kind => TaskKind.AddTrack;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        var added = context.Job.Added!;
        if (await FindAsync(added.ToJobId, cancel) is not { Asset: { } asset, Replaced: false, Discarded: false } target)
        {
            throw new SourceRefusedException(Gone);
        }

        var folder = context.Folder.File("asset");
        Directory.CreateDirectory(folder);
        using var source = await sources.RentAsync(context.Job, cancel);
        // Of this attempt alone: what an earlier one left in the asset's folder is never written over.
        var suffix = $"{context.Job.JobId:N}"[^8..] + $"-{context.Task.Attempt}";
        var made = added.Medium == TrackMedium.Text
            ? await MakeTextAsync(added, asset, source.Path, suffix, folder, cancel)
            : await sounds.MakeAsync(target, source.Path, suffix, context, folder, cancel);
        await store.WriteFilesAsync(folder, AssetKeys.Root(added.ToAssetId), cancel);
        try
        {
            if (!await queue.CompleteAsync(context.Lease, (db, job) => JoinAsync(db, job, made, cancel), context.Outcome, cancel))
            {
                await DropAsync(added, made);
            }
        }
        catch
        {
            await DropAsync(added, made);
            throw;
        }

        return (_, _) => Task.CompletedTask; // the task is complete already
    }

    /// <summary>
    /// The asset's manifest is read and written while the asset's row is locked, within the transaction that ends the task:
    /// of two tracks that are added at once, the second finds the first one's manifest.
    /// </summary>
    private async Task JoinAsync(EncodingDbContext db, EncodeJob job, MadeTracks made, CancellationToken cancel)
    {
        var added = job.Added!;
        if (await db.LockJobAsync(added.ToJobId, cancel) is not { Asset: { } asset, Replaced: false, Discarded: false } target)
        {
            throw new SourceRefusedException(Gone);
        }

        var tracks = made.NamedFor(asset, added.Label);
        var manifest = await store.ReadTextAsync(AssetKeys.Of(target.AssetId, asset.Manifest), cancel);
        var name = AssetJobs.NewManifest();
        await store.WriteTextAsync(AssetKeys.Of(target.AssetId, name), DashTracks.Add(manifest, made.Manifest, tracks.Dash), cancel);
        var now = clock.GetUtcNow();
        db.Redescribe(target, asset with { Manifest = name, Text = [.. asset.Text, .. tracks.Text], Audio = [.. asset.Audio, .. tracks.Audio] }, now);
        job.CompleteAddition(now);
    }

    private async Task<MadeTracks> MakeTextAsync(AddedTrack added, AssetDescription asset, string source, string suffix, string folder, CancellationToken cancel)
    {
        try
        {
            var cues = CueRepair.Within(SubtitleFile.Read(await File.ReadAllBytesAsync(source, cancel)).Cues, TimeSpan.FromSeconds(asset.DurationSeconds));
            var track = new TextTrack($"s_{added.Language.ToLowerInvariant()}-{suffix}", added.Language, "", added.Kind);
            var manifest = await store.ReadTextAsync(AssetKeys.Of(added.ToAssetId, asset.Manifest), cancel);
            return new(await texts.WriteAsync([new(track, cues)], DashTracks.SegmentEnds(manifest), folder, cancel), [track], []);
        }
        catch (SubtitlesRefusedException refusal)
        {
            throw new SourceRefusedException(refusal.Message);
        }
    }

    private async Task<EncodeJob?> FindAsync(Guid jobId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EncodingDbContext>().Jobs.AsNoTracking().FirstOrDefaultAsync(job => job.JobId == jobId, cancel);
    }

    /// <summary>What was stored of tracks that did not become the asset's.</summary>
    private async Task DropAsync(AddedTrack added, MadeTracks made)
    {
        foreach (var name in made.Names)
        {
            foreach (var end in new[] { "/", ".m3u8", ".vtt" })
            {
                await store.DeleteAsync(AssetKeys.Of(added.ToAssetId, name + end), CancellationToken.None);
            }
        }
    }
}

/// <summary>Tracks that are packaged and not yet part of the asset.</summary>
/// <param name="Manifest">The DASH manifest of these alone.</param>
internal sealed record MadeTracks(string Manifest, IReadOnlyList<TextTrack> Text, IReadOnlyList<AudioRendition> Audio)
{
    internal IEnumerable<string> Names => Dash.Select(track => track.Name);

    internal IReadOnlyList<DashTrack> Dash => [.. Text.Select(DashTrack.Of), .. Audio.Select(DashTrack.Of)];

    /// <summary>With a label that no other track of the asset has; stereo and 5.1 of one sound share theirs.</summary>
    internal MadeTracks NamedFor(AssetDescription asset, string? label) => this with
    {
        Text = [.. Text.Select(track => track with { Label = TrackLabels.Of(label, track, asset.Text.Select(other => other.Label)) })],
        Audio = [.. Audio.Select(track => track with { Label = Ladder.TrackPlans.Unique(label ?? track.Label, asset.Audio.Select(other => other.Label), " ") })],
    };
}
