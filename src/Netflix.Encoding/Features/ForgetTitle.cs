using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Features;

/// <summary>A deleted title, or one of its videos, leaves nothing behind: its jobs stop, and sources, chunks and assets are deleted.</summary>
internal sealed class ForgetTitle(EncodingDbContext db, UploadReceiver uploads, Sweeper sweeper, TimeProvider clock) : IConsumer<TitleDeleted>, IConsumer<VideoDeleted>
{
    public Task Consume(ConsumeContext<TitleDeleted> context) =>
        ForgetAsync(context.Message.ContentId, videoId: null, context.CancellationToken);

    public Task Consume(ConsumeContext<VideoDeleted> context) =>
        ForgetAsync(context.Message.ContentId, context.Message.VideoId, context.CancellationToken);

    /// <param name="videoId">Null: all videos of the title.</param>
    private async Task ForgetAsync(Guid contentId, Guid? videoId, CancellationToken cancel)
    {
        var open = await db.Uploads.Where(upload => upload.ContentId == contentId && (videoId == null || upload.VideoId == videoId) && upload.JobId == null)
            .Select(upload => upload.UploadId).ToListAsync(cancel);
        foreach (var uploadId in open)
        {
            await uploads.DeleteAsync(uploadId, cancel);
        }

        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            var jobs = await db.Jobs.FromSql($"select * from encoding.jobs where content_id = {contentId} order by job_id desc for update").ToListAsync(cancel);
            foreach (var job in jobs.Where(job => videoId is null || job.VideoId == videoId))
            {
                job.Discard(clock.GetUtcNow());
            }

            await db.SaveChangesAsync(cancel);
            // After the jobs: none can end any more and leave something behind. Traces first: who finds markers holds one.
            await db.Traces.Where(trace => trace.ContentId == contentId && (videoId == null || trace.VideoId == videoId)).ExecuteDeleteAsync(cancel);
            await db.Markers.Where(video => video.ContentId == contentId && (videoId == null || video.VideoId == videoId)).ExecuteDeleteAsync(cancel);
            await transaction.CommitAsync(cancel);
        }

        await sweeper.SweepAsync(cancel);
    }
}
