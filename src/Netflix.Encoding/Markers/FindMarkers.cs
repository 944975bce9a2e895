using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Encoding.Markers;

/// <summary>
/// A new asset gets its markers, and so do those of its season that it can tell more of: the intro shows when the second episode
/// comes. Again changes nothing.
/// </summary>
internal sealed class FindMarkers(EncodingDbContext db, TimeProvider clock) : IConsumer<AssetReady>
{
    /// <summary>Each episode is compared with as many, those next to it: 0.1 s a pair of an hour each.</summary>
    private const int Neighbours = 3;

    public async Task Consume(ConsumeContext<AssetReady> context)
    {
        var (videoId, cancel) = (context.Message.VideoId, context.CancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Of two episodes at once, the second must see the first; and a title that is being deleted waits for the end of this.
        if ((await db.Traces.FromSql($"select * from encoding.fingerprints where video_id = {videoId} for share").AsNoTracking().ToListAsync(cancel)) is not [var video])
        {
            return;
        }

        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"{video.ContentId} season {video.Season}"}, 0))", cancel);
        List<VideoTrace> season = video.Episode is null ? [video] : await db.Traces.AsNoTracking()
            .Where(other => other.ContentId == video.ContentId && other.Season == video.Season).OrderBy(other => other.Episode).ToListAsync(cancel);
        var sounds = season.ToDictionary(one => one.VideoId, one => one.Sound());
        foreach (var one in season)
        {
            var nearest = season.Where(other => other != one).OrderBy(other => Math.Abs(other.Episode!.Value - one.Episode!.Value)).Take(Neighbours).ToList();
            if (one.VideoId == videoId || nearest.Exists(other => other.VideoId == videoId))
            {
                await TakeAsync(one, Of(one, [.. nearest.Select(other => sounds[other.VideoId])]), cancel);
            }
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>By sound first, then by what chapters are called, then by the looks of the end.</summary>
    internal static IReadOnlyList<StoredMarker> Of(VideoTrace video, IReadOnlyList<EpisodeSound> neighbours)
    {
        var markers = SeasonMatch.Find(video.Sound(), neighbours).Select(one => new StoredMarker(one.Kind, one.Start, one.End, null, one.Confidence)).ToList();
        foreach (var marker in ChapterMarkers.Of(video.Chapters, video.DurationSeconds))
        {
            AddUnlessThere(marker);
        }

        if (video is { CreditsFrom: { } from, CreditsConfidence: { } confidence } && from < video.DurationSeconds)
        {
            var start = video.Cuts.Where(cut => Math.Abs(cut - from) <= 2).DefaultIfEmpty(from).MinBy(cut => Math.Abs(cut - from));
            AddUnlessThere(new(MarkerKind.Credits, Math.Round(start, 3), Math.Round(video.DurationSeconds, 3), null, confidence));
        }

        return [.. markers.OrderBy(one => one.Start).ThenBy(one => one.End)];

        void AddUnlessThere(StoredMarker marker)
        {
            if (marker.Kind == MarkerKind.Chapter || !markers.Exists(one => one.Kind == marker.Kind))
            {
                markers.Add(marker);
            }
        }
    }

    private async Task TakeAsync(VideoTrace video, IReadOnlyList<StoredMarker> found, CancellationToken cancel)
    {
        var markers = await db.FindMarkersAsync(video.VideoId, cancel);
        if (markers is null)
        {
            db.Markers.Add(markers = VideoMarkers.None(video));
        }

        if (markers.Take(found, video.DurationSeconds))
        {
            db.Publish(markers.Changed(clock.GetUtcNow()));
        }
    }
}
