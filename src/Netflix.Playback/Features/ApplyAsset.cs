using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Playback.Features;

/// <summary>Remembers what can be played of a video.</summary>
internal sealed class ApplyAsset(PlaybackDbContext db) : IConsumer<AssetReady>
{
    public async Task Consume(ConsumeContext<AssetReady> context)
    {
        if (!await db.Assets.AnyAsync(asset => asset.AssetId == context.Message.AssetId, context.CancellationToken))
        {
            db.Assets.Add(PlayableAsset.Of(context.Message));
            await db.SaveChangesAsync(context.CancellationToken);
        }
    }
}
