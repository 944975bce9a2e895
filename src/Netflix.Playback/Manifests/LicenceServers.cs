namespace Netflix.Playback.Manifests;

/// <summary>
/// <c>Netflix:Playback:LicenceServers</c>: a vendor's licence servers, or proxies to them, signalled in manifests beside our own
/// Clear Key. <c>{sessionId}</c> and <c>{sig}</c> in an address stand for the session and its signature, so that a proxy can ask whether it plays.
/// </summary>
internal sealed class LicenceServers
{
    public string? Widevine { get; set; }
    public string? PlayReady { get; set; }

    /// <summary>The certificate and licence are the app's affair; HLS for Apple's players then names keys as <c>skd://{key id}</c>.</summary>
    public string? FairPlay { get; set; }

    internal LicenceServers For(Guid sessionId, string signature)
    {
        return new() { Widevine = Fill(Widevine), PlayReady = Fill(PlayReady), FairPlay = Fill(FairPlay) };

        string? Fill(string? address) => address?.Replace("{sessionId}", sessionId.ToString(), StringComparison.Ordinal).Replace("{sig}", signature, StringComparison.Ordinal);
    }
}
