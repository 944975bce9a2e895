using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Encoding.Packaging;
using Netflix.Encoding.Pipeline;
using Netflix.Storage;

namespace Netflix.Encoding.Features.Tracks;

/// <summary>Takes a track out of a title. Who watches with it goes on: its files stay until the asset goes.</summary>
internal static class RemoveTrack
{
    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapDelete("/{contentId:guid}/tracks/{name}", Handle).Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Remove a sound or subtitle track");

    internal static async Task<IResult> Handle(
        Guid contentId, string name, int? seasonNumber, int? episodeNumber, ICatalog catalog, EncodingDbContext db, IObjectStore store,
        TimeProvider clock, CancellationToken cancel)
    {
        var (found, _, problem) = await TrackTarget.FindAsync(catalog, db, contentId, seasonNumber, episodeNumber, toAdd: false, cancel);
        if (found is null)
        {
            return problem!;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockJobAsync(found.JobId, cancel) is not { Asset: { } asset, Discarded: false } job ||
            !asset.Audio.Select(track => track.Name).Concat(asset.Text.Select(track => track.Name)).Contains(name))
        {
            return TrackForm.Refuse(StatusCodes.Status404NotFound, "The title has no track of this name.");
        }

        if (asset.Audio is [var only] && only.Name == name)
        {
            return TrackForm.Refuse(StatusCodes.Status409Conflict, "This is the title's only sound: add another track before you remove it.");
        }

        var manifest = await store.ReadTextAsync(AssetKeys.Of(job.AssetId, asset.Manifest), cancel);
        var next = AssetJobs.NewManifest();
        await store.WriteTextAsync(AssetKeys.Of(job.AssetId, next), DashTracks.Remove(manifest, [name]), cancel);
        db.Redescribe(job, asset with
        {
            Manifest = next,
            Audio = [.. asset.Audio.Where(track => track.Name != name)],
            Text = [.. asset.Text.Where(track => track.Name != name)],
        }, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }
}
