using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Markers;
using Netflix.Encoding.Pictures;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Quality;
using Netflix.Messaging;
using Netflix.Storage;

namespace Netflix.Encoding.Packaging;

/// <summary>Joins, checks, packages and stores; then the asset is ready, in one transaction with the job's end.</summary>
internal sealed class PackageAsset(
    IServiceScopeFactory scopes, IObjectStore store, RungJoin join, Packager packager, FilmPictures pictures, FilmScan scan,
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
        var made = await pictures.MakeAsync(plan, files, context.Folder, output, cancel);
        context.Report(0.55);
        var trace = VideoTrace.Of(job, plan.Source, await scan.RunAsync(job, files, plan.Audio.Select(results.Audio.GetValueOrDefault).FirstOrDefault(), context.Folder, cancel));
        context.Report(0.6);
        await packager.RunAsync(new JoinedFilm(files, results.Audio, results.Text), output, plan.Source.DurationSeconds, cancel);
        context.Report(0.75);

        var manifest = await File.ReadAllTextAsync(Path.Combine(output, AssetKeys.DashManifest), cancel);
        var asset = PackagedAsset.Describe(plan, manifest, name => BytesOf(Path.Combine(output, name))) with
        {
            Poster = AssetKeys.Of(job.AssetId, FilmPictures.Poster), Images = made.Images, Artwork = made.Artwork, Preview = FilmPictures.Preview,
        };
        var quality = await JudgeAsync(plan, results.Chunks, rung => BytesOf(Path.Combine(output, rung.Name)), cancel);
        File.Delete(Path.Combine(output, Packager.HlsMaster)); // each session gets its own
        await store.WriteFilesAsync(output, AssetKeys.Root(job.AssetId), cancel, last: AssetKeys.DashManifest);
        return (db, ended) => Complete(db, ended, asset, quality, trace);
    }

    private void Complete(EncodingDbContext db, EncodeJob job, AssetDescription asset, QualityReport quality, VideoTrace trace)
    {
        var now = clock.GetUtcNow();
        job.Complete(asset, quality, now);
        db.Traces.Where(older => older.VideoId == job.VideoId).ExecuteDelete();
        db.Traces.Add(trace);
        db.Publish(new AssetReady(job.AssetId, job.JobId, job.VideoId, job.ContentId, asset, now));
        foreach (var older in db.Jobs.Where(older => older.VideoId == job.VideoId && older.JobId != job.JobId && older.Status == JobStatus.Completed && !older.Replaced))
        {
            older.ReplaceAsset(now + options.Value.ReplacedAssetLifetime);
        }
    }

    /// <summary>The results of all tasks before this one, of the attempts that were completed.</summary>
    private async Task<Results> FetchResultsAsync(StepContext context, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var done = await scope.ServiceProvider.GetRequiredService<EncodingDbContext>().Tasks.AsNoTracking()
            .Where(task => task.JobId == context.Job.JobId && task.Stage == EncodeTask.StageOf(TaskKind.Encode)).ToListAsync(cancel);
        var plan = context.Job.Plan!;
        var reads = new List<(string Key, string Path)>();
        var results = new Results([], [], []);
        foreach (var task in done)
        {
            var from = task.Folder;
            switch (task.Kind)
            {
                case TaskKind.Audio:
                    var track = plan.Audio[task.Number];
                    reads.Add((from + $"{track.Name}.mp4", results.Audio[track] = context.Folder.File($"{track.Name}.mp4")));
                    break;
                case TaskKind.Encode:
                    var folder = results.Chunks[task.Number] = context.Folder.File($"chunk-{task.Number}");
                    Directory.CreateDirectory(folder);
                    reads.AddRange(plan.Ladder.Select(rung => (from + $"{rung.Name}.mp4", Path.Combine(folder, $"{rung.Name}.mp4"))));
                    if (LikenessCheck.IsSample(task.Number, plan.Chunks.Count))
                    {
                        reads.Add((from + LikenessCheck.ResultFile, Path.Combine(folder, LikenessCheck.ResultFile)));
                    }

                    break;
            }
        }

        await Parallel.ForEachAsync(
            reads, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancel },
            async (read, stop) => await store.ReadFileAsync(read.Key, read.Path, stop));
        return results;
    }

    /// <param name="Chunks">The folder of each chunk's rungs.</param>
    private sealed record Results(Dictionary<int, string> Chunks, Dictionary<AudioTrackPlan, string> Audio, Dictionary<TextTrackPlan, string> Text);

    private static async Task<QualityReport> JudgeAsync(
        EncodePlan plan, IReadOnlyDictionary<int, string> chunks, Func<Rung, long> bytesOf, CancellationToken cancel)
    {
        var samples = new List<Dictionary<string, double>>();
        foreach (var folder in chunks.Values.Where(folder => File.Exists(Path.Combine(folder, LikenessCheck.ResultFile))))
        {
            var text = await File.ReadAllTextAsync(Path.Combine(folder, LikenessCheck.ResultFile), cancel);
            samples.Add(JsonSerializer.Deserialize<Dictionary<string, double>>(text)!);
        }

        var seconds = plan.Source.DurationSeconds;
        return new(
            Verdict.Pass, [], plan.Source.Frames, Math.Round(seconds, 3), Math.Round(plan.Source.Rate.Seconds(plan.Chunks.Max(chunk => chunk.GroupFrames)), 3),
            plan.Chunks.Count, plan.Audio.Count > 0,
            [.. plan.Ladder.Select(rung => new RungQuality(
                rung.Name, rung.Lines, Math.Round(samples.Average(sample => sample[rung.Name]), 4), null, bytesOf(rung), (int)(bytesOf(rung) * 8 / seconds / 1000)))],
            []);
    }

    private static long BytesOf(string folder) => Directory.EnumerateFiles(folder, "*.m4s").Sum(file => new FileInfo(file).Length);
}
