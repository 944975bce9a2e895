using Microsoft.AspNetCore.Http;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>Tells a viewer who may start no more streams what plays where.</summary>
internal static class StreamLimit
{
    /// <param name="Title">Null where this profile may not see what another watches.</param>
    internal sealed record Stream(
        Guid SessionId, Guid DeviceId, string DeviceType, Guid VideoId, DateTimeOffset StartedAt,
        string? Title, int? SeasonNumber, int? EpisodeNumber, string? EpisodeTitle);

    internal static async Task<IResult> AnswerAsync(
        int limit, IReadOnlyList<Guid> inUse, Viewer viewer, Sessions sessions, ICatalog catalog, CancellationToken cancel)
    {
        var open = new List<PlaybackSession>();
        foreach (var id in inUse)
        {
            if (await sessions.FindAsync(id, cancel) is { } one)
            {
                open.Add(one);
            }
        }

        var videos = await catalog.GetVideosAsync([.. open.Select(session => session.VideoId)], viewer, cancel);
        return Problems.Refused(
            "streamLimit", $"The plan allows {limit} stream{(limit == 1 ? "" : "s")} at once. Stop one, or take it over.",
            new Dictionary<string, object?> { ["streams"] = open.ConvertAll(session => Describe(session, videos.GetValueOrDefault(session.VideoId))) });
    }

    private static Stream Describe(PlaybackSession session, CatalogVideo? video)
    {
        var shown = video is { Access: Access.Allowed or Access.Region } ? video.Video : null; // not a grown-up's film to a child
        return new(
            session.SessionId, session.DeviceId, session.DeviceType, session.VideoId, session.StartedAt,
            shown?.Title, shown?.Season, shown?.Episode, shown?.EpisodeTitle);
    }
}
