using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Features;

/// <summary>A deleted title leaves nothing behind: its jobs stop, and sources, chunks and assets are deleted.</summary>
internal sealed class ForgetTitle(EncodingDbContext db, UploadReceiver uploads, Sweeper sweeper, TimeProvider clock) : IConsumer<TitleDeleted>
{
    public async Task Consume(ConsumeContext<TitleDeleted> context)
    {
        var (contentId, cancel) = (context.Message.ContentId, context.CancellationToken);
        var open = await db.Uploads.Where(upload => upload.ContentId == contentId && upload.JobId == null)
            .Select(upload => upload.UploadId).ToListAsync(cancel);
        foreach (var uploadId in open)
        {
            await uploads.DeleteAsync(uploadId, cancel);
        }

        await using (var transaction = await db.Database.BeginTransactionAsync(cancel))
        {
            var jobs = await db.Jobs.FromSql($"select * from encoding.jobs where content_id = {contentId} for update").ToListAsync(cancel);
            foreach (var job in jobs)
            {
                job.Discard(clock.GetUtcNow());
            }

            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }

        await sweeper.SweepAsync(cancel);
    }
}
