using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Uploads;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Pipeline;

/// <summary>Two encoders and one task, without any encoder running.</summary>
public class LeaseTests
{
    private static readonly EncodingOptions Settings = new() { Lease = TimeSpan.FromMinutes(1) };

    private NetflixApp app = null!;
    private TaskQueue queue = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        app = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        queue = new TaskQueue(app.Services.GetRequiredService<IServiceScopeFactory>(), Options.Create(Settings), TimeProvider.System);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await app.DisposeAsync();

    [SetUp]
    public Task ClearAsync() => InDatabaseAsync(db => db.Jobs.ExecuteDeleteAsync());

    [Test]
    public async Task LeasedTask_IsNobodyElses()
    {
        await StartJobAsync();

        var first = await queue.LeaseAsync("one", default);
        var second = await queue.LeaseAsync("two", default);

        Assert.That(first!.Job.Status, Is.EqualTo(JobStatus.Processing));
        Assert.That(second, Is.Null);
    }

    [Test]
    public async Task ExpiredLease_IsTakenOverAndItsHolderChangesNothingMore()
    {
        var jobId = await StartJobAsync();
        var dead = (await queue.LeaseAsync("one", default))!;
        await ExpireAsync();

        var heir = (await queue.LeaseAsync("two", default))!;

        Assert.That((heir.Task.TaskId, heir.Task.Attempt, heir.Task.Failures), Is.EqualTo((dead.Task.TaskId, 2, 1)));
        Assert.That(await queue.HeartbeatAsync(dead, 0.5, default), Is.False);
        Assert.That(await queue.CompleteAsync(dead, Nothing, null, default), Is.False);
        Assert.That(await queue.FailJobAsync(dead, "late", true, default), Is.False);
        Assert.That(await queue.RetryLaterAsync(dead, "late", null, default), Is.False);
        await queue.ReleaseAsync(dead, default);
        Assert.That(await queue.LeaseAsync("three", default), Is.Null, "the heir still holds it");
        Assert.That(await queue.HeartbeatAsync(heir, 0.5, default), Is.True);
        Assert.That(await queue.CompleteAsync(heir, Doing((_, job) => job.Fail("ended by the heir", false, DateTimeOffset.UtcNow)), null, default), Is.True);
        Assert.That((await FindAsync(jobId)).Error, Is.EqualTo("ended by the heir"));
    }

    [Test]
    public async Task ExpiredLease_ThatNobodyTookIsStillTheHolders()
    {
        await StartJobAsync();
        var slow = (await queue.LeaseAsync("one", default))!;
        await ExpireAsync();

        Assert.That(await queue.HeartbeatAsync(slow, 0.5, default), Is.True);

        Assert.That(await queue.LeaseAsync("two", default), Is.Null);
    }

    [Test]
    public async Task CancelledJob_IsLostToItsHolderAndNeverLeasedAgain()
    {
        var jobId = await StartJobAsync();
        var lease = (await queue.LeaseAsync("one", default))!;

        await InDatabaseAsync(async db =>
        {
            await db.CancelAsync((await db.LockJobAsync(jobId, default))!, Settings, DateTimeOffset.UtcNow, default);
            return await db.SaveChangesAsync();
        });

        Assert.That(await queue.HeartbeatAsync(lease, 0.5, default), Is.False);
        Assert.That(await queue.CompleteAsync(lease, Nothing, null, default), Is.False);
        await ExpireAsync();
        Assert.That(await queue.LeaseAsync("two", default), Is.Null);
    }

    [Test]
    public async Task LaterStage_WaitsForAllOfTheEarlier()
    {
        var jobId = await StartJobAsync();
        var inspect = (await queue.LeaseAsync("one", default))!;
        await queue.CompleteAsync(inspect, Doing((db, _) => db.Tasks.AddRange(
            EncodeTask.New(jobId, TaskKind.Encode, 0, 40), EncodeTask.New(jobId, TaskKind.Encode, 1, 40), EncodeTask.New(jobId, TaskKind.Package, 0, 15))), null, default);

        var chunks = new[] { (await queue.LeaseAsync("one", default))!, (await queue.LeaseAsync("two", default))! };

        Assert.That(chunks.Select(chunk => (chunk.Task.Kind, chunk.Task.Number)), Is.EqualTo(new[] { (TaskKind.Encode, 0), (TaskKind.Encode, 1) }));
        await queue.CompleteAsync(chunks[0], Nothing, null, default);
        Assert.That(await queue.LeaseAsync("one", default), Is.Null);
        await queue.CompleteAsync(chunks[1], Nothing, null, default);
        Assert.That((await queue.LeaseAsync("one", default))!.Task.Kind, Is.EqualTo(TaskKind.Package));
    }

    [Test]
    public async Task ManyEncodersAtOnce_EachTaskHasOneHolder()
    {
        for (var i = 0; i < 5; i++)
        {
            await StartJobAsync();
        }

        var leases = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => queue.LeaseAsync($"encoder {i}", default)));

        Assert.That(leases.OfType<Lease>().Select(lease => lease.Task.TaskId), Is.Unique.And.Exactly(5).Items);
    }

    [Test]
    public async Task HigherPriority_GoesFirst()
    {
        await StartJobAsync();
        var urgent = await StartJobAsync();
        await InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update encoding.jobs set priority = 3 where job_id = {urgent}"));

        Assert.That((await queue.LeaseAsync("one", default))!.Job.JobId, Is.EqualTo(urgent));
    }

    [Test]
    public async Task JobsShareTheEncoders_HoweverManyChunksTheFirstHas()
    {
        var large = await StartJobAsync();
        var inspect = (await queue.LeaseAsync("one", default))!;
        await queue.CompleteAsync(inspect, Doing((db, _) => db.Tasks.AddRange(Enumerable.Range(0, 50).Select(chunk => EncodeTask.New(large, TaskKind.Encode, chunk, 1)))), null, default);
        var small = await StartJobAsync();

        // One after another: encoders that ask in the same instant see the same queue, and share it at their next task.
        var leased = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            leased.Add((await queue.LeaseAsync($"encoder {i}", default))!.Job.JobId);
        }

        Assert.That(leased, Has.Exactly(1).EqualTo(small).And.Exactly(2).EqualTo(large));
    }

    [Test]
    public async Task FailedJob_GoesOnWithWhatWasMade_OrFromTheStageThatIsNamed()
    {
        var jobId = await StartJobAsync();
        using var studio = await app.SignInAdminAsync();
        await queue.CompleteAsync((await queue.LeaseAsync("one", default))!, Doing((db, _) => db.Tasks.AddRange(
            EncodeTask.New(jobId, TaskKind.Analyse, 0, 5), EncodeTask.New(jobId, TaskKind.Encode, 0, 40), EncodeTask.New(jobId, TaskKind.Package, 0, 15))), null, default);
        await queue.CompleteAsync((await queue.LeaseAsync("one", default))!, Nothing, null, default);
        await queue.CompleteAsync((await queue.LeaseAsync("one", default))!, Nothing, new { rungs = Array.Empty<int>() }, default);
        var package = (await queue.LeaseAsync("one", default))!;
        await queue.RetryLaterAsync(package, "packager: broken", "$ packager x\nexit code 1", default);
        await ExpireAsync();
        await queue.FailJobAsync((await queue.LeaseAsync("one", default))!, "It failed.", refused: false, default);

        var log = await studio.Http.GetStringAsync($"admin/encoding/{jobId}/log");
        var failed = await studio.Http.GetAsync($"admin/encoding/{jobId}").JsonAsync();
        await studio.Http.PostAsync($"admin/encoding/{jobId}/retry?stage=audio", null).ProblemAsync(HttpStatusCode.Conflict);
        await studio.Http.PostAsync($"admin/encoding/{jobId}/retry?stage=everything", null).ProblemAsync(HttpStatusCode.BadRequest);
        await studio.Http.PostAsync($"admin/encoding/{jobId}/retry", null).JsonAsync(HttpStatusCode.Accepted);
        var resumed = (await queue.LeaseAsync("one", default))!;
        await queue.FailJobAsync(resumed, "It failed again.", refused: false, default);
        await studio.Http.PostAsync($"admin/encoding/{jobId}/retry?stage=encode", null).JsonAsync(HttpStatusCode.Accepted);
        var again = (await queue.LeaseAsync("one", default))!;

        Assert.That(log, Does.Contain("package 1, failed 1 times\n$ packager x"));
        Assert.That(failed.GetProperty("stages").EnumerateArray().Select(stage => $"{stage.GetProperty("name")} {stage.GetProperty("status")}"), Does.Contain("package failed").And.Contain("encode completed"));
        Assert.That((resumed.Task.Kind, again.Task.Kind), Is.EqualTo((TaskKind.Package, TaskKind.Encode)));
    }

    [Test]
    public async Task Queue_TellsThatNobodyEncodes()
    {
        var jobId = await StartJobAsync();
        using var studio = await app.SignInAdminAsync();

        var alone = await studio.Http.GetAsync("admin/encoding/queue").JsonAsync();
        await queue.ReportAsync("encoder one", 2, 0, 5, "The disk is full.", default);
        var full = await studio.Http.GetAsync("admin/encoding/queue").JsonAsync();
        await queue.LeaseAsync("encoder two", default);
        var busy = await studio.Http.GetAsync("admin/encoding/queue").JsonAsync();
        await queue.LeaveAsync("encoder one", default);

        Assert.That((alone.GetProperty("paused").GetBoolean(), alone.GetProperty("reason").GetString()), Is.EqualTo((true, "No encoder is running.")));
        Assert.That((full.GetProperty("paused").GetBoolean(), full.GetProperty("reason").GetString()), Is.EqualTo((true, "The disk is full.")));
        Assert.That((busy.GetProperty("paused").GetBoolean(), busy.GetProperty("runningTasks").GetInt32()), Is.EqualTo((false, 1)));
        Assert.That((await studio.Http.PatchAsJsonAsync($"admin/encoding/{jobId}", new { priority = 7 }).JsonAsync()).GetProperty("priority").GetInt32(), Is.EqualTo(7));
        await studio.Http.PatchAsJsonAsync($"admin/encoding/{jobId}", new { priority = 11 }).ProblemAsync(HttpStatusCode.BadRequest);
        await studio.Http.PatchAsJsonAsync($"admin/encoding/{jobId}", new { }).ProblemAsync(HttpStatusCode.BadRequest);
        await studio.Http.PatchAsJsonAsync($"admin/encoding/{Guid.NewGuid()}", new { priority = 1 }).ProblemAsync(HttpStatusCode.NotFound);
        using var viewer = await app.SignUpAsync();
        await viewer.Http.GetAsync("admin/encoding/queue").ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task NewerUploadOfTheSameVideo_CancelsTheOlderJob()
    {
        var video = new VideoRef(Guid.NewGuid(), Guid.NewGuid(), "A film", null, null, null);

        var older = await StartJobAsync(video);
        await StartJobAsync(video);

        Assert.That((await FindAsync(older)).Status, Is.EqualTo(JobStatus.Cancelled));
    }

    private async Task<Guid> StartJobAsync(VideoRef? video = null)
    {
        video ??= new(Guid.NewGuid(), Guid.NewGuid(), "A film", null, null, null);
        var jobId = Guid.Empty;
        await InDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var upload = Upload.Begin(video.ContentId, video, "a.mp4", 0, DateTimeOffset.UtcNow, TimeSpan.FromHours(1));
            db.Uploads.Add(upload);
            jobId = (await db.StartJobAsync(upload, DateTimeOffset.UtcNow, default)).JobId;
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return 0;
        });
        return jobId;
    }

    private static Task Nothing(EncodingDbContext db, EncodeJob job) => Task.CompletedTask;

    private static JobChange Doing(Action<EncodingDbContext, EncodeJob> change) => (db, job) =>
    {
        change(db, job);
        return Task.CompletedTask;
    };

    private Task<int> ExpireAsync() => InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update encoding.tasks set due_at = now() - interval '1 second'"));

    private Task<EncodeJob> FindAsync(Guid jobId) => InDatabaseAsync(db => db.Jobs.AsNoTracking().FirstAsync(job => job.JobId == jobId));

    private async Task<T> InDatabaseAsync<T>(Func<EncodingDbContext, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<EncodingDbContext>());
    }
}
