using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Netflix.Contracts;
using Netflix.ServiceDefaults;
using Netflix.ServiceDefaults.Limits;
using Netflix.ServiceDefaults.Region;

namespace Netflix.Playback.Features;

/// <summary>
/// Gives a player the content keys of what its session may watch: by W3C Clear Key, and one key raw for HLS. Who may is asked at
/// each call, by the session, and by the account, the profile, the region and the title as they are now.
/// </summary>
internal static class IssueLicence
{
    internal sealed record Request(IReadOnlyList<string?>? Kids, string? Type);

    /// <param name="Kid">Id of the key, in base64url as <paramref name="K"/>, the key.</param>
    internal sealed record Key(string Kty, string Kid, string K);

    internal sealed record Licence(IReadOnlyList<Key> Keys, string Type);

    private const int LongestRequest = 16 * 1024; // some 600 keys
    private const int KeyIdLength = 16;
    private const string Temporary = "temporary";
    private static readonly string[] Ranks = [QualityClass.Sd, QualityClass.Hd, QualityClass.Uhd];

    internal static void Map(IEndpointRouteBuilder streaming)
    {
        streaming.MapPost("/{sessionId:guid}/license", Handle).Open().Produces<Licence>().ProducesValidationProblem().ProducesProblem(413)
            // Players send JSON under all kinds of content types, or none.
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Description = "W3C Clear Key: {\"kids\": [key ids in base64url], \"type\": \"temporary\"}", Required = true,
                    Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() },
                };
                return Task.CompletedTask;
            });
        streaming.MapGet("/{sessionId:guid}/key/{label}", Raw).Open().Produces<byte[]>(200, "application/octet-stream");
    }

    internal static async Task<IResult> Handle(
        Guid sessionId, string? sig, HttpContext http, Grants grants, Rights rights, CancellationToken cancel)
    {
        var (session, refusal) = await grants.FindAsync(sessionId, sig, http, cancel);
        if (session is null)
        {
            return refusal!;
        }

        var (wanted, problem) = await ReadAsync(http.Request, cancel);
        if (wanted is null)
        {
            return problem!;
        }

        var (allowed, denial) = await rights.OfAsync(session, http, cancel);
        if (denial is not null)
        {
            return denial;
        }

        var given = allowed.Where(key => wanted.Contains(key.KeyId)).ToList();
        return given.Count == 0
            ? Problems.Refused("plan", "None of these keys is for this session.")
            : TypedResults.Ok(new Licence(
                [.. given.Select(key => new Key("oct", Base64Url.EncodeToString(key.KeyId.ToByteArray(bigEndian: true)), Base64Url.EncodeToString(key.Key)))], Temporary));
    }

    internal static async Task<IResult> Raw(
        Guid sessionId, string label, string? sig, HttpContext http, Grants grants, Rights rights, CancellationToken cancel)
    {
        var (session, refusal) = await grants.FindAsync(sessionId, sig, http, cancel);
        if (session is null)
        {
            return refusal!;
        }

        if (label != QualityClass.Audio && !Ranks.Contains(label))
        {
            return TypedResults.Problem($"There is no key {label}.", statusCode: StatusCodes.Status404NotFound);
        }

        var (allowed, denial) = await rights.OfAsync(session, http, cancel);
        return denial
            ?? (allowed.FirstOrDefault(key => key.Label == label) is { } key
                ? TypedResults.Bytes(key.Key, "application/octet-stream")
                : Problems.Refused("plan", "This key is not for this session."));
    }

    /// <summary>What a session may be given at this moment.</summary>
    internal sealed class Rights(IViewers viewers, ICatalog catalog, IContentKeys keys, Regions regions)
    {
        /// <summary>The keys of the sound and of quality classes up to what the session may watch, by the plan as it is now.</summary>
        internal async Task<(IReadOnlyList<ContentKey> Keys, IResult? Denial)> OfAsync(PlaybackSession session, HttpContext http, CancellationToken cancel)
        {
            if (await viewers.FindAsync(session.AccountId, session.ProfileId, cancel) is not { } known)
            {
                return ([], Problems.Refused("signedOut", "The profile is gone."));
            }

            var viewer = regions.Of(http).Of(known);
            if (Entitlement.Refusal(viewer, (await catalog.GetVideosAsync([session.VideoId], viewer, cancel)).GetValueOrDefault(session.VideoId)) is { } refusal)
            {
                return ([], refusal);
            }

            var most = Array.IndexOf(Ranks, QualityClass.Of(Math.Min(session.MaxRung, PlanTerms.Of(viewer.Plan).MaxRung)));
            return ([.. (await keys.GetAsync(session.AssetId, cancel)).Where(key => key.Label == QualityClass.Audio || Array.IndexOf(Ranks, key.Label) <= most)], null);
        }
    }

    private static async Task<(HashSet<Guid>? Kids, IResult? Problem)> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var body = new byte[LongestRequest + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel);
        if (length > LongestRequest)
        {
            return (null, TypedResults.Problem($"A licence request has at most {LongestRequest} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge));
        }

        Request? read;
        try
        {
            read = JsonSerializer.Deserialize<Request>(body.AsSpan(0, length), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            read = null;
        }

        if (read?.Kids is not { Count: > 0 } kids)
        {
            return (null, Problems.Invalid("kids", "Send JSON with the ids of the keys wanted: {\"kids\": [...], \"type\": \"temporary\"}."));
        }

        if (read.Type is not (null or Temporary))
        {
            return (null, Problems.Invalid("type", "Only 'temporary' licences are given."));
        }

        var ids = kids.Select(IdOf).ToList();
        return ids.Contains(null)
            ? (null, Problems.Invalid("kids", "A key id is 16 bytes in base64url, without padding."))
            : ([.. ids.Select(id => id!.Value)], null);
    }

    private static Guid? IdOf(string? text)
    {
        Span<byte> id = stackalloc byte[KeyIdLength];
        return text is { Length: 22 } && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, id, out var written) && written == KeyIdLength
            ? new Guid(id, bigEndian: true)
            : null;
    }

    private static RouteHandlerBuilder Open(this RouteHandlerBuilder route) =>
        route.AllowAnonymous().RequireCors(PlaybackModule.PlayersCors).LimitAsLicence().ProducesProblem(403).ProducesProblem(404).ProducesProblem(429);
}
