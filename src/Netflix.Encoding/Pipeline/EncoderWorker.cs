using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Media;
using Npgsql;

namespace Netflix.Encoding.Pipeline;

/// <summary>
/// The encoder role: takes tasks as they come due and runs them, some at once. It keeps each lease alive while the work
/// goes on, and drops the work when the lease is lost, the job has ended, or the process stops.
/// </summary>
internal sealed class EncoderWorker(
    TaskQueue queue, WorkFolders folders, SourceCache sources, DiskSpace disk, Sweeper sweeper,
    IEnumerable<IEncodeStep> steps, IOptions<EncodingOptions> options, TimeProvider clock, ILogger<EncoderWorker> logger) : BackgroundService
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseWithoutRoom = TimeSpan.FromSeconds(5);

    private readonly string name = $"{Environment.MachineName}/{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
    private readonly Dictionary<TaskKind, IEncodeStep> steps = steps.ToDictionary(step => step.Kind);
    private int running;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Tasks).Select(_ => TakeTasksAsync(stoppingToken)).Append(ReportAsync(stoppingToken)));

    /// <summary>Tells the studio that this encoder is there, and why it waits when it does.</summary>
    private async Task ReportAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await queue.ReportAsync(name, options.Value.Tasks, Volatile.Read(ref running), disk.FreeBytes, disk.Paused, stopping);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
            {
                logger.LogDebug(exception, "The encoder could not report");
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await Task.Delay(ReportInterval, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        try
        {
            await queue.LeaveAsync(name, CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            // It will be forgotten by its silence.
        }
    }

    private async Task TakeTasksAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await queue.LeaseAsync(name, stopping) is { } lease)
                {
                    // Packaging takes what was made of the source: its copy goes, for the space it takes is not reserved any more.
                    sources.DropUnused(except: lease.Task.Kind == TaskKind.Package ? null : lease.Job.UploadId);
                    await RunAsync(lease, stopping);
                    continue;
                }

                sources.DropUnused(except: null);
                await Task.Delay(options.Value.PollInterval, clock, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The database is down or not migrated yet, the disk is full: the task, if any, comes due again.
                logger.LogWarning(exception, "The encoder waits");
                await Task.Delay(TimeSpan.FromSeconds(2), clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(Lease lease, CancellationToken stopping)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Interlocked.Increment(ref running);
        var progress = 0.0;
        var beating = KeepAliveAsync(lease, () => Volatile.Read(ref progress), lost);
        try
        {
            if (lease.Task.Failures >= options.Value.MaxFailures)
            {
                await FailAsync(lease, $"Encoding failed {lease.Task.Failures} times at {Name(lease.Task)}: {lease.Task.Error ?? "the encoder died at it"}", refused: false, stopping);
                return;
            }

            var (source, encoded, film) = await queue.SizesAsync(lease.Job, stopping);
            using var space = disk.TryReserve(TaskSpace.Of(lease.Task.Kind, lease.Task.Number, film, source, encoded, options.Value.MaxSubtitleBytes));
            if (space is null)
            {
                logger.LogWarning("{Task} of job {JobId} waits: {Reason}", Name(lease.Task), lease.Job.JobId, disk.Paused);
                await queue.PostponeAsync(lease, disk.Paused!, PauseWithoutRoom, stopping);
                return;
            }

            using var folder = folders.New(); // removed before its space is given back
            var context = new StepContext(lease, folder, value => Volatile.Write(ref progress, value));
            var change = await steps[lease.Task.Kind].RunAsync(context, lost.Token);
            if (await queue.CompleteAsync(lease, change, context.Outcome, lost.Token) && lease.Task.Kind == TaskKind.Package)
            {
                await sweeper.SweepAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await queue.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            logger.LogInformation("{Task} of job {JobId} was given up: its lease is lost or the job has ended", Name(lease.Task), lease.Job.JobId);
            await queue.ReleaseAsync(lease, stopping); // of an ended job: now its objects may be swept
        }
        catch (SourceRefusedException refusal)
        {
            await FailAsync(lease, refusal.Message, refused: true, stopping);
        }
        catch (Exception exception) when (IsDiskFull(exception))
        {
            disk.Pause("The disk is full.");
            logger.LogWarning("{Task} of job {JobId} waits: the disk is full", Name(lease.Task), lease.Job.JobId);
            await queue.PostponeAsync(lease, "The disk of the encoder is full.", PauseWithoutRoom, stopping);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "{Task} of job {JobId} failed, try {Attempt}", Name(lease.Task), lease.Job.JobId, lease.Task.Attempt);
            var tool = exception as MediaToolException;
            await queue.RetryLaterAsync(
                lease, Shown(tool?.Message) ?? "something went wrong on the encoder; its log tells what", Shown(tool?.Log), stopping);
        }
        finally
        {
            await lost.CancelAsync();
            await beating;
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>Of this process or of a tool: nothing that the film could be blamed for.</summary>
    private static bool IsDiskFull(Exception exception) => exception is IOException { HResult: 28 or unchecked((int)0x80070070) } ||
        (exception is MediaToolException { Log: { } log } && log.Contains("No space left on device", StringComparison.Ordinal));

    private async Task FailAsync(Lease lease, string reason, bool refused, CancellationToken stopping)
    {
        if (await queue.FailJobAsync(lease, reason, refused, stopping))
        {
            logger.LogWarning("Job {JobId} failed: {Reason}", lease.Job.JobId, reason);
            await sweeper.SweepAsync(stopping);
        }
    }

    /// <summary>Tells progress each second while it moves, and renews the lease at least each heartbeat.</summary>
    private async Task KeepAliveAsync(Lease lease, Func<double> progress, CancellationTokenSource lost)
    {
        var (told, renewed) = (0.0, clock.GetTimestamp());
        var tick = options.Value.Heartbeat < ProgressInterval ? options.Value.Heartbeat : ProgressInterval;
        while (!lost.IsCancellationRequested)
        {
            await Task.Delay(tick, clock, lost.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var (now, age) = (progress(), clock.GetElapsedTime(renewed));
            if (lost.IsCancellationRequested || (now - told < 0.01 && age < options.Value.Heartbeat))
            {
                continue;
            }

            try
            {
                var held = await queue.HeartbeatAsync(lease, now, lost.Token).WaitAsync(options.Value.Lease - age, clock, lost.Token);
                (told, renewed) = (now, clock.GetTimestamp());
                if (!held)
                {
                    await lost.CancelAsync();
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or TimeoutException or OperationCanceledException)
            {
                // Without the database for a whole lease, another encoder may hold the task: stop before it writes.
                if (clock.GetElapsedTime(renewed) >= options.Value.Lease - tick)
                {
                    await lost.CancelAsync();
                }
            }
        }
    }

    /// <summary>Without the names of this machine's folders.</summary>
    private string? Shown(string? text) => text?.Replace(folders.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static string Name(EncodeTask task) => task.Kind switch
    {
        TaskKind.Inspect => "inspection",
        TaskKind.Encode => $"chunk {task.Number + 1}",
        TaskKind.Analyse => "analysis",
        TaskKind.Audio => "the sound",
        TaskKind.Text => "the subtitles",
        TaskKind.AddTrack => "the added track",
        _ => "packaging",
    };
}
