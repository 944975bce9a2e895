using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Playback.Features;

/// <summary>Remembers what can be played of a video; an asset is announced again when tracks are added to it.</summary>
internal sealed class ApplyAsset(PlaybackDbContext db) : IConsumer<AssetReady>
{
    public async Task Consume(ConsumeContext<AssetReady> context)
    {
        if (await db.Assets.FindAsync([context.Message.AssetId], context.CancellationToken) is { } known)
        {
            known.Take(context.Message);
        }
        else
        {
            db.Assets.Add(PlayableAsset.Of(context.Message));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
