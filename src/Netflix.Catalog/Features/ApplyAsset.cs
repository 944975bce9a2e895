using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Catalog.Features;

/// <summary>An encoded video makes its title playable, and gives it pictures.</summary>
internal sealed class ApplyAsset(CatalogDbContext db) : IConsumer<AssetReady>
{
    public async Task Consume(ConsumeContext<AssetReady> context)
    {
        var ready = context.Message;
        if (await db.FindTitleAsync(ready.ContentId, context.CancellationToken) is not { } title)
        {
            return; // deleted while it was being encoded
        }

        title.Take(ready);
        db.Publish(new TitleChanged(title.ContentId));
        await db.SaveChangesAsync(context.CancellationToken);
    }
}

/// <summary>Removes the ratings, lists and reviews of profiles that are gone.</summary>
internal sealed class ForgetProfiles(CatalogDbContext db) : IConsumer<AccountDeleted>, IConsumer<ProfileChanged>
{
    public Task Consume(ConsumeContext<AccountDeleted> context) => ForgetAsync(context.Message.ProfileIds, context.CancellationToken);

    public Task Consume(ConsumeContext<ProfileChanged> context) =>
        context.Message.Deleted ? ForgetAsync([context.Message.ProfileId], context.CancellationToken) : Task.CompletedTask;

    private async Task ForgetAsync(IReadOnlyList<Guid> profiles, CancellationToken cancel)
    {
        await db.Ratings.Where(rating => profiles.Contains(rating.ProfileId)).ExecuteDeleteAsync(cancel);
        await db.MyList.Where(entry => profiles.Contains(entry.ProfileId)).ExecuteDeleteAsync(cancel);
        await db.Reviews.Where(review => profiles.Contains(review.ProfileId)).ExecuteDeleteAsync(cancel);
        await db.Database.ExecuteSqlAsync($"""
            with gone as (delete from catalog.review_reports where profile_id = any({profiles.ToArray()}) returning review_id, dismissed)
            update catalog.reviews review set reports = reports - counted.count
            from (select review_id, count(*) as count from gone where not dismissed group by review_id) counted
            where counted.review_id = review.review_id
            """, cancel);
    }
}
