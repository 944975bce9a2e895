using System.Net;

namespace Netflix.Delivery.Reports;

/// <summary>What an edge sends to the web of what players told.</summary>
/// <param name="File">Under the asset.</param>
/// <param name="Cmcd">Key-value pairs as the player wrote them.</param>
internal sealed record CmcdReport(Guid SessionId, DateTimeOffset At, string File, string Cmcd);

/// <param name="Reports">At most <see cref="Most"/>.</param>
internal sealed record CmcdBatch(IReadOnlyList<CmcdReport> Reports)
{
    internal const int Most = 1000;

    /// <summary>The next ones that wait; null when none does.</summary>
    internal static CmcdBatch? Next(CmcdQueue queue)
    {
        var reports = new List<CmcdReport>();
        while (reports.Count < Most && queue.TryTake(out var line))
        {
            if (Cmcd(line) is { Length: > 0 } text)
            {
                reports.Add(new(line.SessionId, line.At, FileOf(line.Path), text));
            }
        }

        return reports.Count > 0 ? new(reports) : null;
    }

    private static string? Cmcd(CmcdQueue.Line line)
    {
        if (line.Query is not { } query)
        {
            return string.Join(',', new[] { line.Object, line.Request, line.Session, line.Status }.Where(part => !string.IsNullOrEmpty(part)));
        }

        var part = Array.Find(query.TrimStart('?').Split('&'), part => part.StartsWith(CmcdQueue.Parameter, StringComparison.Ordinal));
        return part is null ? null : WebUtility.UrlDecode(part[CmcdQueue.Parameter.Length..]);
    }

    /// <summary>Of <c>/media/{token}/{assetId}/{file}</c>.</summary>
    private static string FileOf(string path) => path.Split('/', 5) is [_, _, _, _, var file] ? file : "";
}
