using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Personalization.Home;

namespace Netflix.Personalization.Features;

/// <summary>Removes what is held of titles, accounts and profiles that are gone.</summary>
internal sealed class Forget(PersonalizationDbContext db, HomePages pages) : IConsumer<TitleDeleted>, IConsumer<AccountDeleted>, IConsumer<ProfileChanged>
{
    public async Task Consume(ConsumeContext<TitleDeleted> context)
    {
        var (contentId, cancel) = (context.Message.ContentId, context.CancellationToken);
        await db.Starts.Where(starts => starts.ContentId == contentId).ExecuteDeleteAsync(cancel);
        await db.Signals.Where(signal => signal.ContentId == contentId).ExecuteDeleteAsync(cancel);
        await db.Database.ExecuteSqlAsync($"delete from personalization.interactions where content_id = {contentId}", cancel);
        await db.Database.ExecuteSqlAsync($"delete from personalization.picture_clicks where content_id = {contentId}", cancel);
    }

    public Task Consume(ConsumeContext<AccountDeleted> context) => ForgetAsync(context.Message.ProfileIds, context.CancellationToken);

    public Task Consume(ConsumeContext<ProfileChanged> context) =>
        context.Message.Deleted ? ForgetAsync([context.Message.ProfileId], context.CancellationToken) : Task.CompletedTask;

    private async Task ForgetAsync(IReadOnlyList<Guid> profiles, CancellationToken cancel)
    {
        await db.Signals.Where(signal => profiles.Contains(signal.ProfileId)).ExecuteDeleteAsync(cancel);
        Guid[] gone = [.. profiles];
        await db.Database.ExecuteSqlAsync($"delete from personalization.interactions where profile_id = any({gone})", cancel);
        await db.Database.ExecuteSqlAsync($"delete from personalization.row_clicks where profile_id = any({gone})", cancel);
        await pages.ForgetAsync(profiles); // throws while Redis is away: the event is tried again
    }
}
