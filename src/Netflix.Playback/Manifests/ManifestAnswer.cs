using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Netflix.Playback.Manifests;

/// <summary>
/// A manifest as its session's own player may keep it: for some seconds, as edges come and go, and by its tag after that. Tokens
/// and signatures come out the same each time, so it is another one only when the edges or the tracks are.
/// </summary>
internal static class ManifestAnswer
{
    private const string Kept = "private, max-age=10";

    internal static IResult Of(string manifest, string type, HttpContext http)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)).AsSpan(0, 16))}\"";
        var headers = http.Response.Headers;
        headers.CacheControl = Kept;
        headers.ETag = tag;
        headers.Append("Vary", "User-Agent"); // which tells the player where the address does not
        return http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Text(manifest, type);
    }
}
