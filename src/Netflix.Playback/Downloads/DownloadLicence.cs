using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Downloads;

/// <summary>
/// What a viewer may keep: asked when a film is taken and at each renewal, as for playing, and by the plan's limits. The
/// licence is the keys and their end: browsers keep none of Clear Key themselves (docs/decisions/0056-downloads.md).
/// </summary>
internal sealed class DownloadLicence(
    PlaybackDbContext db, ICatalog catalog, IContentKeys keys, IOptionsMonitor<DownloadOptions> options, IOptions<PlaybackOptions> playback, TimeProvider clock)
{
    /// <param name="Kid">Id of the key, in base64url as <paramref name="K"/>, the key.</param>
    internal sealed record Key(string Kty, string Kid, string K);

    /// <param name="Keys">Empty for a film that is not protected.</param>
    /// <param name="PlaySeconds">How long it may be played after the first play, before <paramref name="ExpiresAt"/>.</param>
    internal sealed record Licence(IReadOnlyList<Key> Keys, string Type, DateTimeOffset ExpiresAt, double PlaySeconds);

    /// <summary>The video, where the viewer may keep it in these lines; else why not.</summary>
    internal async Task<(CatalogVideo? Video, IResult? Refusal)> FindAsync(Guid videoId, Viewer viewer, CancellationToken cancel)
    {
        var video = (await catalog.GetVideosAsync([videoId], viewer, cancel)).GetValueOrDefault(videoId);
        var refusal = Entitlement.Refusal(viewer, video)
            ?? (video!.IsTrailer ? TypedResults.Problem("Trailers are played, not kept.", statusCode: StatusCodes.Status409Conflict) : null)
            ?? (options.CurrentValue.PerDevice.GetValueOrDefault(viewer.Plan) == 0 ? Problems.Refused("plan", "The plan has no downloads.") : null);
        return (refusal is null ? video : null, refusal);
    }

    /// <summary>Nominal lines that this plan and kind of device may keep at most.</summary>
    internal int MaxRung(Viewer viewer, string deviceType) => Math.Min(PlanTerms.Of(viewer.Plan).MaxRung, playback.Value.MaxRungOf(deviceType));

    /// <summary>Until when: the configured days, but no longer than the title may be seen.</summary>
    internal async Task<Download.Span> SpanAsync(Guid contentId, Viewer viewer, CancellationToken cancel)
    {
        var (now, days) = (clock.GetUtcNow(), TimeSpan.FromDays(options.CurrentValue.Days));
        return new(await catalog.FindEndAsync(contentId, viewer, days, cancel) ?? now + days, now + TimeSpan.FromHours(options.CurrentValue.FetchHours));
    }

    /// <summary>
    /// Whether the device may keep one more. The caller's transaction holds the account's lock until it ends, so that
    /// concurrent calls cannot both take the last place.
    /// </summary>
    internal async Task<IResult?> RefusalOfLimitAsync(Viewer viewer, Guid deviceId, Guid? except, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"downloads " + viewer.AccountId}, 0))", cancel);
        var now = clock.GetUtcNow();
        var counts = await db.Downloads.Where(one => one.AccountId == viewer.AccountId && one.ExpiresAt > now && one.DownloadId != except)
            .GroupBy(one => one.DeviceId).Select(device => new { DeviceId = device.Key, Films = device.Count() }).ToListAsync(cancel);
        var (most, devices) = (options.CurrentValue.PerDevice.GetValueOrDefault(viewer.Plan), options.CurrentValue.Devices.GetValueOrDefault(viewer.Plan));
        var others = counts.Count(device => device.DeviceId != deviceId);
        return (counts.Find(device => device.DeviceId == deviceId)?.Films ?? 0) >= most
                ? Problems.Refused("downloadLimit", $"The plan keeps {most} download{(most == 1 ? "" : "s")} on a device: remove one first.")
            : others >= devices
                ? Problems.Refused("downloadDevices", $"The plan keeps downloads on {devices} device{(devices == 1 ? "" : "s")} at once: remove those of another device first.")
            : null;
    }

    /// <summary>The keys of the sound and of the one rung that is kept, nothing above or below it.</summary>
    internal async Task<Licence> IssueAsync(Download download, CancellationToken cancel)
    {
        var label = QualityClass.Of(download.Rung);
        var given = (await keys.GetAsync(download.AssetId, cancel)).Where(key => key.Label == QualityClass.Audio || key.Label == label);
        return new(
            [.. given.Select(key => new Key("oct", Base64Url.EncodeToString(key.KeyId.ToByteArray(bigEndian: true)), Base64Url.EncodeToString(key.Key)))],
            "persistent-license", download.ExpiresAt, options.CurrentValue.PlayTime.TotalSeconds);
    }
}
