using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;

namespace Netflix.Encoding.Features.Tracks;

/// <summary>The sound and subtitle tracks that a title plays with now.</summary>
internal static class ListTracks
{
    internal sealed record Sound(string Name, string Language, string Label, int Channels, string Kind);
    internal sealed record Subtitle(string Name, string Language, string Label, string Kind);
    internal sealed record Response(Guid VideoId, Guid AssetId, IReadOnlyList<Sound> AudioTracks, IReadOnlyList<Subtitle> SubtitleTracks);

    internal static void Map(IEndpointRouteBuilder content) =>
        content.MapGet("/{contentId:guid}/tracks", Handle).Produces<Response>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Sound and subtitle tracks of an encoded title");

    internal static async Task<IResult> Handle(
        Guid contentId, int? seasonNumber, int? episodeNumber, ICatalog catalog, EncodingDbContext db, CancellationToken cancel)
    {
        var (job, video, problem) = await TrackTarget.FindAsync(catalog, db, contentId, seasonNumber, episodeNumber, toAdd: false, cancel);
        return job?.Asset is not { } asset
            ? problem!
            : TypedResults.Ok(new Response(
                video!.VideoId, job.AssetId,
                [.. asset.Audio.Select(track => new Sound(track.Name, track.Language, track.Label, track.Channels, track.Kind))],
                [.. asset.Text.Select(track => new Subtitle(track.Name, track.Language, track.Label, track.Kind))]));
    }
}
