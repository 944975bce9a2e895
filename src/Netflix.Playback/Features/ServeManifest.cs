using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Playback.Manifests;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Features;

/// <summary>
/// A session's manifests: the rungs it may have, on the edges that are up now, best first, with keys signalled as the player
/// wants it. The signature in the address is the authorisation.
/// </summary>
internal static class ServeManifest
{
    internal sealed record SteeringAnswer(
        [property: System.Text.Json.Serialization.JsonPropertyName("VERSION")] int Version,
        [property: System.Text.Json.Serialization.JsonPropertyName("TTL")] int Ttl,
        [property: System.Text.Json.Serialization.JsonPropertyName("PATHWAY-PRIORITY")] IReadOnlyList<string> PathwayPriority);

    private const int SteeringSeconds = 10;
    private static readonly TimeSpan AskedAgain = TimeSpan.FromSeconds(10);
    private const string HlsType = "application/vnd.apple.mpegurl";
    private static readonly string[] Reads = ["GET", "HEAD"]; // players and link checkers ask before they read

    internal static void Map(IEndpointRouteBuilder streaming)
    {
        streaming.MapMethods("/{sessionId:guid}/manifest.m3u8", Reads, Hls).Open().ProducesValidationProblem().ProducesProblem(404);
        streaming.MapMethods("/{sessionId:guid}/manifest.mpd", Reads, Dash).Open().ProducesValidationProblem().ProducesProblem(404);
        streaming.MapMethods("/{sessionId:guid}/on/{edge}/{rendition}.m3u8", Reads, Rendition).Open().ProducesValidationProblem().ProducesProblem(404);
        streaming.MapMethods("/{sessionId:guid}/on/{edge}/{sig}/{**file}", Reads, File).Open().ProducesProblem(404);
        streaming.MapMethods("/{sessionId:guid}/thumbnails.vtt", Reads, Thumbnails).Open();
        streaming.MapMethods("/{sessionId:guid}/text/{track}.vtt", Reads, Text).Open().ProducesProblem(404);
        streaming.MapMethods("/{sessionId:guid}/steering.json", Reads, Steering).Open();
    }

    internal static Task<IResult> Hls(
        Guid sessionId, string? sig, string? player, HttpContext http, Grants grants, PlaybackDbContext db, CancellationToken cancel) =>
        grants.WithAssetAsync(sessionId, sig, player, http, db, async (session, pathways, asset, known) =>
        {
            return ManifestAnswer.Of(HlsMaster.Write(
                asset, StartRung.First(asset.RungsUpTo(session.MaxRung), asset, session.Bandwidth), asset.IFramesUpTo(session.MaxRung, known), known.KnowsSteering() ? pathways : [pathways[0]],
                PlaybackLinks.Of(session, "steering.json", sig!, http.Request), asset.IsEncrypted ? PlaylistUrl : (pathway, file) => pathway.UrlOf(file),
                sessionId), HlsType, http);

            // How keys are signalled differs by player, so these playlists are written here; a clear one's lie on the edges.
            string PlaylistUrl(HlsMaster.Pathway pathway, string file) =>
                $"{PlaybackLinks.Of(session, $"on/{Uri.EscapeDataString(pathway.Id)}/{file}", sig!, http.Request)}&player={known.ToString().ToLowerInvariant()}";
        }, cancel);

    internal static Task<IResult> Rendition(
        Guid sessionId, string edge, string rendition, string? sig, string? player, HttpContext http, Grants grants, PlaybackDbContext db, PackagedText packaged,
        IOptionsSnapshot<LicenceServers> servers, CancellationToken cancel) =>
        grants.WithAssetAsync(sessionId, sig, player, http, db, async (session, pathways, asset, known) =>
        {
            if (LabelOf(asset, session, rendition) is not { } label || await packaged.FindAsync(session.AssetId, $"{rendition}.m3u8", cancel) is not { } playlist)
            {
                return TypedResults.Problem("The session has no such rendition.", statusCode: StatusCodes.Status404NotFound);
            }

            var tag = asset.Keys?.FirstOrDefault(key => key.Label == label) is { } key
                ? HlsMedia.KeyTag(key, known, PlaybackLinks.Of(session, $"key/{label}", sig!, http.Request), servers.Value.For(sessionId, sig!))
                : null;

            // Shaka leaves a dead edge for another by the address of that one's playlist, so its files' stand relative to it.
            return ManifestAnswer.Of(HlsMedia.Write(playlist, known == Player.Shaka ? $"{sig}/" : pathways[PlaceOf(edge, pathways)].BaseUrl, tag), HlsType, http);
        }, cancel);

    /// <summary>
    /// A file of a playlist with relative addresses leads to the edge of that playlist, or if that is gone to the best. Who asks
    /// again at once got nothing there, and is led to the next: Shaka counts a dead pathway by our host's name, so it can't leave one.
    /// </summary>
    internal static Task<IResult> File(
        Guid sessionId, string edge, string sig, string? file, HttpContext http, Grants grants, IMemoryCache asked, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, (_, pathways) =>
        {
            if (!IsFile(file))
            {
                return Task.FromResult<IResult>(TypedResults.Problem("The session has no such file.", statusCode: StatusCodes.Status404NotFound));
            }

            var key = (typeof(ServeManifest), sessionId, file);
            var place = asked.TryGetValue(key, out int last) ? (last + 1) % pathways.Count : PlaceOf(edge, pathways);
            asked.Set(key, place, AskedAgain);
            return Task.FromResult<IResult>(TypedResults.Redirect(pathways[place].UrlOf(file!) + http.Request.QueryString, preserveMethod: true));
        }, cancel);

    internal static Task<IResult> Dash(
        Guid sessionId, string? sig, string? player, HttpContext http, Grants grants, PlaybackDbContext db, PackagedText packaged,
        IOptionsSnapshot<LicenceServers> servers, CancellationToken cancel) =>
        grants.WithAssetAsync(sessionId, sig, player, http, db, async (session, pathways, asset, known) =>
        {
            if (await packaged.FindAsync(session.AssetId, asset.Manifest, cancel) is not { } manifest)
            {
                return Gone();
            }

            var licence = asset.IsEncrypted ? new DashLicence(PlaybackLinks.Of(session, "license", sig!, http.Request), servers.Value.For(sessionId, sig!)) : null;
            var start = session.Bandwidth is not null && StartRung.First(asset.RungsUpTo(session.MaxRung), asset, session.Bandwidth) is [var rung, ..] ? rung.Name : null;
            return ManifestAnswer.Of(DashManifest.Write(
                manifest, asset.HoldsFor(session.MaxRung), known.KnowsSteering() ? pathways : [pathways[0]], licence, asset.Images, start,
                PlaybackLinks.Of(session, "steering.json", sig!, http.Request), sessionId), "application/dash+xml", http);
        }, cancel);

    /// <summary>The sprites' map lies on the edges; this leads to the one for now.</summary>
    internal static Task<IResult> Thumbnails(Guid sessionId, string? sig, HttpContext http, Grants grants, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, (_, pathways) => Task.FromResult<IResult>(TypedResults.Redirect(pathways[0].UrlOf("thumbnails.vtt"))), cancel);

    /// <summary>One subtitle track whole: for players that show two languages at once, which none of the manifests' readers can.</summary>
    internal static Task<IResult> Text(Guid sessionId, string track, string? sig, HttpContext http, Grants grants, PlaybackDbContext db, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, async (session, pathways) =>
            (await db.Assets.FindAsync([session.AssetId], cancel))?.Description.Text.FirstOrDefault(text => text.Name == track) is { } known
                ? TypedResults.Redirect(pathways[0].UrlOf($"{known.Name}.vtt"))
                : TypedResults.Problem("The session has no such subtitles.", statusCode: StatusCodes.Status404NotFound), cancel);

    /// <summary>Content steering, in HLS and DASH alike: which edge a player should use from now on.</summary>
    internal static Task<IResult> Steering(Guid sessionId, string? sig, HttpContext http, Grants grants, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, (_, pathways) => Task.FromResult<IResult>(
            TypedResults.Json(new SteeringAnswer(1, SteeringSeconds, [.. pathways.Select(pathway => pathway.Id)]))), cancel);

    /// <summary>The session's asset, and the player that asks, for what is written for both.</summary>
    private static Task<IResult> WithAssetAsync(
        this Grants grants, Guid sessionId, string? sig, string? player, HttpContext http, PlaybackDbContext db,
        Func<PlaybackSession, IReadOnlyList<HlsMaster.Pathway>, AssetDescription, Player, Task<IResult>> answer, CancellationToken cancel) =>
        grants.WithAsync(sessionId, sig, http, async (session, pathways) =>
            Players.Of(player, http.Request) is not { } known ? NoSuchPlayer()
            : (await db.Assets.FindAsync([session.AssetId], cancel))?.Description is not { } asset ? Gone()
            : await answer(session, pathways, asset, known), cancel);

    /// <summary>As files of an asset are named: nothing that would not stand in a header.</summary>
    private static bool IsFile(string? file) => file?.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/') == true;

    /// <summary>Of an edge that is gone: the best's.</summary>
    private static int PlaceOf(string edge, IReadOnlyList<HlsMaster.Pathway> pathways) => Math.Max(0, pathways.Select(one => one.Id).ToList().IndexOf(edge));

    private static List<VideoRendition> RungsUpTo(this AssetDescription asset, int maxRung) =>
        [.. asset.Video.Where(rung => rung.IsFor(maxRung)).OrderByDescending(rung => rung.Rung)];

    /// <summary>Of video alone: sound and text are for all.</summary>
    private static Func<string, bool> HoldsFor(this AssetDescription asset, int maxRung) => name =>
        asset.Video.FirstOrDefault(rung => rung.Name == name)?.IsFor(maxRung) ?? (asset.TrickPlay?.Name != name || asset.TrickPlay.Rung <= maxRung);

    /// <summary>
    /// Native players read I-frames by their bytes in the segments. Browsers' media sources want whole fragments: Shaka mends the
    /// cut ones, but not encrypted ones, which end in a decoding error.
    /// </summary>
    private static IReadOnlyList<TrickPlayTrack> IFramesUpTo(this AssetDescription asset, int maxRung, Player player) => player == Player.Native
        ? [.. asset.RungsUpTo(maxRung).Where(rung => rung.IFrameBandwidth is not null)
            .Select(rung => new TrickPlayTrack($"{rung.Name}_iframe", rung.Rung, rung.Width, rung.Height, rung.Codecs, rung.IFrameBandwidth!.Value))]
        : asset.TrickPlay is { } trick && trick.Rung <= maxRung ? [trick] : [];

    /// <summary>The key that a rendition of the session is under; null for what it has not.</summary>
    private static string? LabelOf(AssetDescription asset, PlaybackSession session, string rendition) =>
        asset.Audio.Any(track => track.Name == rendition) ? QualityClass.Audio
        : asset.IFramesUpTo(session.MaxRung, Player.Shaka).FirstOrDefault(track => track.Name == rendition) is { } trick ? QualityClass.Of(trick.Rung)
        : asset.RungsUpTo(session.MaxRung).Find(rung => rung.Name == rendition || $"{rung.Name}_iframe" == rendition) is { } rung ? QualityClass.Of(rung.Rung)
        : null;

    private static ValidationProblem NoSuchPlayer() => Problems.Invalid("player", $"Use {Players.Choices}, or leave it out.");

    private static ProblemHttpResult Gone() => TypedResults.Problem("The video has been removed.", statusCode: StatusCodes.Status404NotFound);

    private static RouteHandlerBuilder Open(this RouteHandlerBuilder route) =>
        route.AllowAnonymous().RequireCors(PlaybackModule.PlayersCors).ProducesProblem(403).ProducesProblem(503);
}
