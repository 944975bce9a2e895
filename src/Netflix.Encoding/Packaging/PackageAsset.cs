using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Pipeline;
using Netflix.Messaging;
using Netflix.Storage;

namespace Netflix.Encoding.Packaging;

/// <summary>Joins, checks, packages and stores; then the asset is ready, in one transaction with the job's end.</summary>
internal sealed class PackageAsset(
    IServiceScopeFactory scopes, IObjectStore store, RungJoin join, Packager packager, Pictures pictures,
    IOptions<EncodingOptions> options, TimeProvider clock) : IEncodeStep
{
    private const int ReadsAtOnce = 4;

    public TaskKind Kind => TaskKind.Package;

    public async Task<JobChange> RunAsync(StepContext context, CancellationToken cancel)
    {
        var (job, plan) = (context.Job, context.Job.Plan!);
        var results = await FetchResultsAsync(context, cancel);
        context.Report(0.2);

        var files = new Dictionary<Rung, string>();
        foreach (var rung in plan.Ladder)
        {
            files[rung] = await join.JoinAsync(plan, rung, [.. plan.Chunks.Select(chunk => Path.Combine(results.Chunks[chunk.Number], $"{rung.Name}.mp4"))], context.Folder, cancel);
            context.Report(0.2 + 0.3 * files.Count / plan.Ladder.Count);
        }

        var output = context.Folder.File("asset");
        Directory.CreateDirectory(output);
        await pictures.MakeAsync(plan, files, output, cancel);
        context.Report(0.6);
        await packager.RunAsync(files, results.Audio, plan.Source.Audio, output, plan.Source.DurationSeconds, cancel);
        context.Report(0.75);

        var manifest = await File.ReadAllTextAsync(Path.Combine(output, AssetKeys.DashManifest), cancel);
        var asset = PackagedAsset.Describe(plan, manifest, name => BytesOf(Path.Combine(output, name))) with
        {
            Poster = AssetKeys.Of(job.AssetId, Pictures.Poster),
        };
        var quality = await JudgeAsync(plan, results.Chunks, rung => BytesOf(Path.Combine(output, rung.Name)), cancel);
        File.Delete(Path.Combine(output, Packager.HlsMaster)); // each session gets its own
        await store.WriteFilesAsync(output, AssetKeys.Root(job.AssetId), cancel, last: AssetKeys.DashManifest);
        return (db, ended) => Complete(db, ended, asset, quality);
    }

    private void Complete(EncodingDbContext db, EncodeJob job, AssetDescription asset, QualityReport quality)
    {
        var now = clock.GetUtcNow();
        job.Complete(asset, quality, now);
        db.Publish(new AssetReady(job.AssetId, job.JobId, job.VideoId, job.ContentId, asset, now));
        foreach (var older in db.Jobs.Where(older => older.VideoId == job.VideoId && older.JobId != job.JobId && older.Status == JobStatus.Completed && !older.Replaced))
        {
            older.ReplaceAsset(now + options.Value.ReplacedAssetLifetime);
        }
    }

    /// <summary>The results of all tasks before this one, of the attempts that were completed.</summary>
    private async Task<(IReadOnlyDictionary<int, string> Chunks, string? Audio)> FetchResultsAsync(StepContext context, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var done = await scope.ServiceProvider.GetRequiredService<EncodingDbContext>().Tasks.AsNoTracking()
            .Where(task => task.JobId == context.Job.JobId && task.Stage == 1).ToListAsync(cancel);
        var reads = new List<(string Key, string Path)>();
        var chunks = new Dictionary<int, string>();
        string? audio = null;
        foreach (var task in done)
        {
            var from = task.Folder;
            if (task.Kind == TaskKind.Audio)
            {
                reads.Add((from + EncodeAudio.FileName, audio = context.Folder.File(EncodeAudio.FileName)));
                continue;
            }

            var folder = chunks[task.Number] = context.Folder.File($"chunk-{task.Number}");
            Directory.CreateDirectory(folder);
            reads.AddRange(context.Job.Plan!.Ladder.Select(rung => (from + $"{rung.Name}.mp4", Path.Combine(folder, $"{rung.Name}.mp4"))));
            if (LikenessCheck.IsSample(task.Number, context.Job.Plan.Chunks.Count))
            {
                reads.Add((from + LikenessCheck.ResultFile, Path.Combine(folder, LikenessCheck.ResultFile)));
            }
        }

        await Parallel.ForEachAsync(
            reads, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancel },
            async (read, stop) => await store.ReadFileAsync(read.Key, read.Path, stop));
        return (chunks, audio);
    }

    private static async Task<QualityReport> JudgeAsync(
        EncodePlan plan, IReadOnlyDictionary<int, string> chunks, Func<Rung, long> bytesOf, CancellationToken cancel)
    {
        var samples = new List<Dictionary<int, double>>();
        foreach (var folder in chunks.Values.Where(folder => File.Exists(Path.Combine(folder, LikenessCheck.ResultFile))))
        {
            var text = await File.ReadAllTextAsync(Path.Combine(folder, LikenessCheck.ResultFile), cancel);
            samples.Add(JsonSerializer.Deserialize<Dictionary<int, double>>(text)!);
        }

        return new(
            plan.Source.Frames, Math.Round(plan.Source.DurationSeconds, 3), Math.Round(plan.Source.Rate.Seconds(ChunkCuts.KeyframeInterval(plan.Source.Rate)), 3),
            plan.Chunks.Count, plan.Source.Audio is not null,
            [.. plan.Ladder.Select(rung => new RungQuality(rung.Lines, Math.Round(samples.Average(sample => sample[rung.Lines]), 4), bytesOf(rung)))]);
    }

    private static long BytesOf(string folder) => Directory.EnumerateFiles(folder, "*.m4s").Sum(file => new FileInfo(file).Length);
}
