using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Netflix.Playback;

/// <summary>
/// Addresses that carry their own signature, so that players fetch them without headers. The signature names the session
/// and expires with it; its keys are the service's data protection keys, so every web replica reads it.
/// </summary>
internal sealed class PlaybackLinks(IDataProtectionProvider protection)
{
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Netflix.Playback.Links").ToTimeLimitedDataProtector();

    internal string Of(PlaybackSession session, string file, HttpRequest request) => Of(session, file, Sign(session), request);

    /// <summary>Another address under a signature that the session has.</summary>
    internal static string Of(PlaybackSession session, string file, string signature, HttpRequest request) =>
        $"{request.Scheme}://{request.Host}/api/v1/streaming/{session.SessionId}/{file}?sig={signature}";

    private string Sign(PlaybackSession session) => Sign(session.SessionId, session.ExpiresAt);

    /// <param name="id">Of the session, or of what a download is fetched by.</param>
    internal string Sign(Guid id, DateTimeOffset expiresAt) => WebEncoders.Base64UrlEncode(protector.Protect(id.ToByteArray(), expiresAt));

    /// <summary>True when the signature is ours, this id's, and has not expired.</summary>
    internal bool IsSigned(Guid id, string? signature)
    {
        try
        {
            return signature is { Length: > 0 and < 1000 }
                && protector.Unprotect(WebEncoders.Base64UrlDecode(signature)).AsSpan().SequenceEqual(id.ToByteArray());
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
