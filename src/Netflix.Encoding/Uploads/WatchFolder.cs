using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Uploads;

/// <summary>
/// Takes films from a folder as if they were uploaded, and moves each to <c>done/</c>, or to <c>refused/</c> beside a text
/// that says why. The file is locked while it is taken, so that of several processes one takes it; a killed one's lock is
/// gone, and its upload goes on from where it was (docs/decisions/0085-watched-folder.md).
/// </summary>
internal sealed class WatchFolder(
    IServiceScopeFactory scopes, IOptions<EncodingOptions> options, TimeProvider clock, ILogger<WatchFolder> logger)
    : RecurringWork(TimeSpan.FromSeconds(Math.Clamp(options.Value.WatchQuiet.TotalSeconds / 2, 0.1, 5)), "The watched folder waits, its files stay where they are", clock, logger)
{
    private const string Done = "done";
    private const string Refused = "refused";
    private static readonly string[] Unfinished = [".part", ".partial", ".tmp", ".crdownload", ".filepart"];

    /// <summary>How each file was when it was seen first, and since when it has been so.</summary>
    private Dictionary<string, (long Length, DateTime Written, long Since)> seen = [];

    protected override Task RoundAsync(CancellationToken cancel) => options.Value.WatchFolder is { Length: > 0 } folder ? LookAsync(Path.GetFullPath(folder), cancel) : Task.CompletedTask;

    private async Task LookAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(folder, Done));
        Directory.CreateDirectory(Path.Combine(folder, Refused));
        var now = new Dictionary<string, (long Length, DateTime Written, long Since)>();
        // Links are not followed, folders not entered; hidden files are somebody's business still.
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => file.LinkTarget is null && !file.Name.StartsWith('.') && !Unfinished.Contains(file.Extension.ToLowerInvariant())).ToList())
        {
            var before = seen.TryGetValue(file.Name, out var known) && known.Length == file.Length && known.Written == file.LastWriteTimeUtc ? known.Since : Clock.GetTimestamp();
            now[file.Name] = (file.Length, file.LastWriteTimeUtc, before);
            if (Clock.GetElapsedTime(before) >= options.Value.WatchQuiet)
            {
                await TakeAsync(folder, file, cancel);
            }
        }

        seen = now;
    }

    private async Task TakeAsync(string folder, FileInfo file, CancellationToken cancel)
    {
        if (file.Length == 0)
        {
            Refuse(folder, file, "The file is empty: there is no film in it."); // never opened: a pipe is empty too
            return;
        }

        FileStream content;
        try
        {
            content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.None, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (IOException)
        {
            return; // somebody writes to it, or another process has taken it
        }

        await using (content)
        {
            if (!File.Exists(file.FullName) || content.Length != file.Length)
            {
                return;
            }

            await using var scope = scopes.CreateAsyncScope();
            var (catalog, db) = (scope.ServiceProvider.GetRequiredService<ICatalog>(), scope.ServiceProvider.GetRequiredService<EncodingDbContext>());
            var (video, problem) = await FindVideoAsync(catalog, file.Name, cancel);
            problem ??= file.Length > options.Value.MaxUploadBytes ? $"The file is too large: the largest film taken is {ByteSize.Text(options.Value.MaxUploadBytes)}." : null;
            if (problem is not null)
            {
                Refuse(folder, file, problem);
                return;
            }

            // The same file as this process or a killed one began with: what is stored of it counts.
            var mark = $"watched {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{file.Name} {file.LastWriteTimeUtc:O}"))}";
            var upload = await db.Uploads.AsNoTracking().FirstOrDefaultAsync(one => one.Metadata == mark && one.VideoId == video!.VideoId && one.Length == file.Length, cancel);
            if (upload is null)
            {
                upload = Upload.Begin(video!.ContentId, video, FormField.FileName(file.Name), file.Length, Clock.GetUtcNow(), options.Value.UploadLifetime, mark);
                db.Uploads.Add(upload);
                await db.SaveChangesAsync(cancel);
            }

            if (upload.JobId is null)
            {
                content.Position = upload.Received;
                (_, upload) = await scope.ServiceProvider.GetRequiredService<UploadReceiver>().ReceiveAsync(upload, content, null, cancel);
            }

            if (upload.JobId is { } jobId)
            {
                Move(file, Path.Combine(folder, Done));
                await db.Uploads.Where(one => one.UploadId == upload.UploadId).ExecuteUpdateAsync(set => set.SetProperty(one => one.Metadata, (string?)null), cancel);
                Logger.LogInformation("{File} was taken from the watched folder: job {JobId}", file.Name, jobId);
            }
        }
    }

    private static async Task<(VideoRef? Video, string? Problem)> FindVideoAsync(ICatalog catalog, string file, CancellationToken cancel)
    {
        if (WatchedName.Parse(file) is not { } name)
        {
            return (null, "The name tells no title: call the file {externalId or contentId}[.s01e02][.trailer].{extension}.");
        }

        var contentId = Guid.TryParse(name.Title, out var id) ? id : (await catalog.FindByExternalIdsAsync([name.Title], cancel)).GetValueOrDefault(name.Title);
        if (contentId == default)
        {
            return (null, $"There is no title with the external id '{name.Title}': make it first, then put the file here again.");
        }

        var (video, problem) = await UploadTarget.FindAsync(catalog, contentId, name.Season, name.Episode, name.Trailer, cancel);
        return (video, problem?.ProblemDetails.Detail);
    }

    private void Refuse(string folder, FileInfo file, string reason)
    {
        var moved = Move(file, Path.Combine(folder, Refused));
        File.WriteAllText($"{moved}.txt", reason + Environment.NewLine);
        Logger.LogWarning("{File} in the watched folder was refused: {Reason}", file.Name, reason);
    }

    /// <summary>Under its own name, or with a number behind it where that is taken.</summary>
    private static string Move(FileInfo file, string folder)
    {
        var free = Enumerable.Range(1, int.MaxValue)
            .Select(number => Path.Combine(folder, number == 1 ? file.Name : $"{Path.GetFileNameWithoutExtension(file.Name)}-{number}{file.Extension}"))
            .First(path => !File.Exists(path));
        File.Move(file.FullName, free);
        return free;
    }
}
