using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Markers;
using Netflix.Encoding.Media;
using Netflix.Encoding.Pictures;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Protection;
using Netflix.Encoding.Quality;
using Netflix.Encoding.Uploads;
using Netflix.Messaging;
using Netflix.Storage;

namespace Netflix.Encoding.Packaging;

/// <summary>Joins, packages, checks and stores; then the asset is ready, in one transaction with the job's end.</summary>
internal sealed class PackageAsset(
    IServiceScopeFactory scopes, IObjectStore store, Ffmpeg ffmpeg, RungJoin join, Packager packager, TextPackager texts, FilmPictures pictures, FilmScan scan,
    IOptions<EncodingOptions> options, TimeProvider clock) : IEncodeStep
{
    private const int FilesAtOnce = 4; // that are read and copied, which is not a processor's work

    public TaskKind Kind => TaskKind.Package;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        var (job, plan) = (context.Job, context.Job.Plan!);
        var results = await FetchResultsAsync(context, cancel);
        var chunks = plan.Chunks.Select(chunk => results.Chunks[chunk.Number]).ToList();
        if (Judge.FindCutFault(plan, chunks) is { } fault)
        {
            throw new QualityFaultException(fault.Message);
        }

        context.Report(0.2);
        var joined = new JoinedRung[plan.Ladder.Count];
        await Parallel.ForEachAsync(plan.Ladder.Index(), AtOnce(cancel), async (one, stop) => joined[one.Index] = await join.JoinAsync(
            plan, one.Item, [.. plan.Chunks.Select(chunk => Path.Combine(ChunkFolder(context, chunk.Number), $"{one.Item.Name}.mp4"))], context.Folder, stop));
        var video = plan.Ladder.Zip(joined).ToDictionary(pair => pair.First, pair => pair.Second.File);
        List<PackagedTrack> tracks =
        [
            .. plan.Ladder.Zip(joined, (rung, file) => new PackagedTrack(rung.Name, IsVideo: true, file.SampleSizes)), .. await SoundAsync(plan, results, cancel),
        ];
        context.Report(0.4);

        // Pictures are looked at while the packager copies: neither writes what the other reads.
        var output = context.Folder.File("asset");
        Directory.CreateDirectory(output);
        var keys = await KeysAsync(job, cancel);
        var looking = LookAsync();
        await Task.WhenAll(looking, PackageTracksAsync());
        var (made, trace) = await looking;
        context.Report(0.75);

        var quality = Judge.Decide(
            plan, chunks, [.. plan.Audio.Select(track => Describe(track.Name, results.Sound[track]))],
            plan.Audio is [var first, ..] ? results.Sound[first].Silences : [], [.. results.Text.Findings, .. await PackageCheck.RunAsync(plan, tracks, output, cancel)], rung => BytesOf(Path.Combine(output, rung.Name)));
        if (quality.Verdict == Verdict.Fail)
        {
            return (db, ended) => RejectAsync(db, ended, quality, cancel);
        }

        var manifest = await File.ReadAllTextAsync(Path.Combine(output, AssetKeys.DashManifest), cancel);
        var asset = PackagedAsset.Describe(plan, manifest, name => BytesOf(Path.Combine(output, name)), name => IFrames.PeakBandwidth(File.ReadAllText(Path.Combine(output, IFrames.Playlist(name))))) with
        {
            Keys = keys.Count > 0 ? [.. keys.Select(key => new KeyReference(key.Label, key.KeyId))] : null,
            Poster = AssetKeys.Of(job.AssetId, FilmPictures.Poster), Images = made.Images, Artwork = made.Artwork, Preview = FilmPictures.Preview,
            Text = [.. results.Text.Tracks.Select(text => text.Track)],
        };
        File.Delete(Path.Combine(output, Packager.HlsMaster)); // each session gets its own
        await store.WriteFilesAsync(output, AssetKeys.Root(job.AssetId), cancel, last: AssetKeys.DashManifest);
        return (db, ended) => CompleteAsync(db, ended, asset, quality, trace, cancel);

        static AudioQuality Describe(string name, SoundResult sound) => new(name, sound.Made.Loudness, sound.Made.PeakDb, sound.Offset);

        async Task PackageTracksAsync()
        {
            await packager.RunAsync(new JoinedFilm(video, results.Audio), keys, context.Folder, output, plan.Source.DurationSeconds, cancel);
            await texts.AddAsync(results.Text.Tracks, output, cancel);
        }

        async Task<(MadePictures Pictures, VideoTrace Trace)> LookAsync()
        {
            var pictured = await pictures.MakeAsync(plan, video, context.Folder, output, cancel);
            context.Report(0.6);
            var seen = await scan.RunAsync(job, video, plan.Audio.Select(results.Audio.GetValueOrDefault).FirstOrDefault(), context.Folder, cancel);
            return (pictured, VideoTrace.Of(job, plan.Source, seen));
        }
    }

    private static ParallelOptions AtOnce(CancellationToken cancel) => new() { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancel };

    private async Task CompleteAsync(
        EncodingDbContext db, EncodeJob job, AssetDescription asset, QualityReport quality, VideoTrace trace, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        job.Complete(asset, quality, now);
        await db.Traces.Where(older => older.VideoId == job.VideoId).ExecuteDeleteAsync(cancel);
        db.Traces.Add(trace);
        db.Publish(new AssetReady(job.AssetId, job.JobId, job.VideoId, job.ContentId, asset, now));
        var played = db.Jobs.Where(older => older.VideoId == job.VideoId && older.JobId != job.JobId && older.Status == JobStatus.Completed && !older.Replaced);
        foreach (var older in await played.ToListAsync(cancel))
        {
            older.ReplaceAsset(now + options.Value.ReplacedAssetLifetime);
        }
    }

    /// <summary>None for a clear asset. That of the sound is always there: a track may be added later.</summary>
    private async Task<IReadOnlyList<ContentKey>> KeysAsync(EncodeJob job, CancellationToken cancel)
    {
        if ((job.Protection ?? options.Value.Protection) == ProtectionMode.None)
        {
            return [];
        }

        await using var scope = scopes.CreateAsyncScope();
        var labels = job.Plan!.Ladder.Select(rung => QualityClass.Of(rung.Lines)).Append(QualityClass.Audio).Distinct();
        return await scope.ServiceProvider.GetRequiredService<ContentKeys>().GetOrMakeAsync(job.AssetId, labels, cancel);
    }

    private Task RejectAsync(EncodingDbContext db, EncodeJob job, QualityReport quality, CancellationToken cancel)
    {
        job.Reject(quality, clock.GetUtcNow());
        return db.EndedAsync(job, options.Value, cancel);
    }

    private async Task<List<PackagedTrack>> SoundAsync(EncodePlan plan, Results results, CancellationToken cancel)
    {
        var tracks = new List<PackagedTrack>();
        foreach (var (track, file) in results.Audio)
        {
            var packets = await PacketList.ReadAsync(ffmpeg, file, plan.Source.DurationSeconds, cancel);
            tracks.Add(new(track.Name, IsVideo: false, [.. packets.Select(packet => packet.Size)]));
        }

        return tracks;
    }

    /// <summary>The results of all tasks before this one, of the attempts that were completed; each file as it was when it was checked.</summary>
    private async Task<Results> FetchResultsAsync(StepContext context, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var done = await scope.ServiceProvider.GetRequiredService<EncodingDbContext>().Tasks.AsNoTracking()
            .Where(task => task.JobId == context.Job.JobId && task.Stage == EncodeTask.StageOf(TaskKind.Encode)).ToListAsync(cancel);
        var plan = context.Job.Plan!;
        var reads = new List<(string Key, string Path, byte[] Sha256)>();
        var results = new Results([], [], [], new([], []));
        foreach (var task in done)
        {
            switch (task.Kind)
            {
                case TaskKind.Audio:
                    var track = plan.Audio[task.Number];
                    var sound = results.Sound[track] = JsonSerializer.Deserialize<SoundResult>(task.Outcome!, JsonSerializerOptions.Web)!;
                    reads.Add((task.Folder + $"{track.Name}.mp4", results.Audio[track] = context.Folder.File($"{track.Name}.mp4"), sound.Sha256));
                    break;
                case TaskKind.Text:
                    results = results with { Text = await ExtractText.ReadAsync(store, task.Folder, cancel) };
                    break;
                case TaskKind.Encode:
                    var folder = ChunkFolder(context, task.Number);
                    Directory.CreateDirectory(folder);
                    var chunk = results.Chunks[task.Number] = JsonSerializer.Deserialize<ChunkResult>(task.Outcome!, JsonSerializerOptions.Web)!;
                    reads.AddRange(chunk.Rungs.Select(rung => (task.Folder + $"{rung.Name}.mp4", Path.Combine(folder, $"{rung.Name}.mp4"), rung.Sha256)));
                    break;
            }
        }

        await Parallel.ForEachAsync(reads, AtOnce(cancel), (read, stop) => FetchAsync(read.Key, read.Path, read.Sha256, stop));
        return results;
    }

    private async ValueTask FetchAsync(string key, string path, byte[] sha256, CancellationToken cancel)
    {
        await store.ReadFileAsync(key, path, cancel);
        await using var file = File.OpenRead(path);
        if (!(await SHA256.HashDataAsync(file, cancel)).AsSpan().SequenceEqual(sha256))
        {
            throw new QualityFaultException($"{Path.GetFileName(path)} is not what was encoded: its checksum differs.");
        }
    }

    private static string ChunkFolder(StepContext context, int number) => context.Folder.File($"chunk-{number}");

    private sealed record Results(Dictionary<int, ChunkResult> Chunks, Dictionary<AudioTrackPlan, string> Audio, Dictionary<AudioTrackPlan, SoundResult> Sound, ExtractText.Extracted Text);

    private static long BytesOf(string folder) => Directory.EnumerateFiles(folder, "*.m4s").Sum(file => new FileInfo(file).Length);
}
