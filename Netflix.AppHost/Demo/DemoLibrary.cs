using System.Net;
using System.Text.Json;
using Netflix.AppHost.Embedded;

namespace Netflix.AppHost.Demo;

/// <summary>
/// Fills a new installation through the public API, in the background: announces every title, then makes, uploads and
/// publishes one video after the other. What is done already it learns by asking, so a run that was cut off goes on
/// where it was; a title that a person has hidden, renamed or filled stays as it is.
/// </summary>
internal sealed class DemoLibrary(ApiClient studio, DemoFilm films, ResourceLog log)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    internal async Task SeedAsync(IEnumerable<DemoTitle> titles, CancellationToken cancel)
    {
        try
        {
            var known = new List<(DemoTitle Title, Guid ContentId)>();
            foreach (var title in titles)
            {
                if (await FindOrAnnounceAsync(title, cancel) is { } contentId)
                {
                    known.Add((title, contentId));
                }
            }

            foreach (var (title, contentId) in known)
            {
                await FillAsync(title, contentId, cancel);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or StartupException)
        {
            log.Say($"The demo library is not complete; the next start goes on with it. {exception.Message}");
        }
    }

    /// <summary>Null when a person has made something else of it.</summary>
    private async Task<Guid?> FindOrAnnounceAsync(DemoTitle title, CancellationToken cancel)
    {
        var found = await studio.GetAsync($"admin/content?query={Uri.EscapeDataString(title.Title)}&limit=100", cancel);
        foreach (var item in found.GetProperty("items").EnumerateArray())
        {
            var contentId = item.GetProperty("contentId").GetGuid();
            var details = await studio.GetAsync($"admin/content/{contentId}", cancel);
            if (details.GetProperty("externalId").GetString() == title.Id)
            {
                return details.GetProperty("state").GetString() is "draft" ? null : contentId;
            }
        }

        try
        {
            var created = await studio.PostAsync(
                "admin/content",
                new
                {
                    title.Title, title.Description, title.Type, title.Genres, ReleaseYear = title.Year, title.Rating, Language = "en", title.Cast, title.Director,
                    ExternalId = title.Id, State = "announced",
                },
                cancel);
            return created.GetProperty("contentId").GetGuid();
        }
        catch (HttpRequestException taken) when (taken.StatusCode is HttpStatusCode.Conflict)
        {
            return null; // it has another name now
        }
    }

    private async Task FillAsync(DemoTitle title, Guid contentId, CancellationToken cancel)
    {
        for (var number = 1; number <= title.Videos.Length; number++)
        {
            var video = title.Videos[number - 1];
            var details = await studio.GetAsync($"admin/content/{contentId}", cancel);
            var (videoId, playable) = title.IsSeries
                ? FindEpisode(details, number) ?? await AddEpisodeAsync(contentId, number, video, cancel)
                : (details.GetProperty("videoId").GetGuid(), details.GetProperty("playable").GetBoolean());
            var episode = title.IsSeries ? $"{title.Title}, {video.Name}" : title.Title;
            if (!playable)
            {
                var jobId = await FindJobAsync(contentId, videoId, cancel) ?? await UploadAsync(title, contentId, number, video, cancel);
                if (await EndOfJobAsync(jobId, cancel) is { } problem)
                {
                    log.Say($"Demo library: {episode} could not be encoded: {problem}");
                    continue;
                }
            }

            if (details.GetProperty("state").GetString() is not "published")
            {
                await PublishAsync(contentId, cancel);
            }

            if (!playable)
            {
                log.Say($"Demo library: {episode} plays");
            }
        }
    }

    private static (Guid VideoId, bool Playable)? FindEpisode(JsonElement series, int number)
    {
        var episodes = series.GetProperty("seasons").EnumerateArray()
            .Where(season => season.GetProperty("number").GetInt32() is 1)
            .SelectMany(season => season.GetProperty("episodes").EnumerateArray())
            .Where(episode => episode.GetProperty("number").GetInt32() == number);
        foreach (var episode in episodes)
        {
            return (episode.GetProperty("videoId").GetGuid(), episode.GetProperty("playable").GetBoolean());
        }

        return null;
    }

    private async Task<(Guid VideoId, bool Playable)> AddEpisodeAsync(Guid contentId, int number, DemoVideo video, CancellationToken cancel)
    {
        var added = await studio.PostAsync($"admin/content/{contentId}/episodes", new { SeasonNumber = 1, EpisodeNumber = number, Title = video.Name }, cancel);
        return (added.GetProperty("videoId").GetGuid(), false);
    }

    /// <summary>One that an earlier run has started, at work still or just done.</summary>
    private async Task<Guid?> FindJobAsync(Guid contentId, Guid videoId, CancellationToken cancel)
    {
        var jobs = await studio.GetAsync($"admin/encoding?contentId={contentId}&limit=100", cancel);
        foreach (var job in jobs.GetProperty("items").EnumerateArray())
        {
            if (job.GetProperty("videoId").GetGuid() == videoId && job.GetProperty("status").GetString() is "pending" or "processing" or "completed")
            {
                return job.GetProperty("jobId").GetGuid();
            }
        }

        return null;
    }

    private async Task<Guid> UploadAsync(DemoTitle title, Guid contentId, int number, DemoVideo video, CancellationToken cancel)
    {
        using var film = await films.MakeAsync(video, cancel);
        (string, string)[] fields = title.IsSeries ? [("seasonNumber", "1"), ("episodeNumber", $"{number}")] : [];
        var upload = await studio.UploadAsync($"admin/content/{contentId}/video", film.Path, fields, cancel);
        return upload.GetProperty("encodingJobId").GetGuid();
    }

    /// <summary>Null when it went well, else why not.</summary>
    private async Task<string?> EndOfJobAsync(Guid jobId, CancellationToken cancel)
    {
        while (true)
        {
            var job = await studio.GetAsync($"admin/encoding/{jobId}", cancel);
            switch (job.GetProperty("status").GetString())
            {
                case "completed":
                    return null;
                case "failed" or "cancelled":
                    return job.GetProperty("error").GetString() ?? "it was cancelled";
                default:
                    await Task.Delay(Look, cancel);
                    break;
            }
        }
    }

    /// <summary>409 until the catalogue has heard of the finished job.</summary>
    private async Task PublishAsync(Guid contentId, CancellationToken cancel)
    {
        while (await studio.TryPostAsync($"admin/content/{contentId}/publish", cancel) is HttpStatusCode.Conflict)
        {
            await Task.Delay(Look, cancel);
        }
    }
}
