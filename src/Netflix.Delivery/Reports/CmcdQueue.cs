using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Netflix.Delivery.Reports;

/// <summary>
/// What players tell with their requests (CTA-5004), in the query or in headers, until it is sent to the web. A request that tells nothing
/// costs a look and no memory; nothing is read of the others here: their texts are kept as they came. When the web is slower than the players, what
/// is too much is dropped and counted.
/// </summary>
internal sealed class CmcdQueue(IOptions<EdgeOptions> options, EdgeCounters counters, TimeProvider clock)
{
    internal const string Parameter = "CMCD=";
    private const int MostWaiting = 10_000;
    private const int LongestQuery = 2000;
    private static readonly string[] Headers = ["CMCD-Session", "CMCD-Request", "CMCD-Object", "CMCD-Status"];

    private readonly bool isOn = options.Value.Cmcd;
    private readonly Channel<Line> lines = Channel.CreateBounded<Line>(MostWaiting);

    /// <summary>One request; of header players the four headers, in the order of <see cref="Headers"/>.</summary>
    internal readonly record struct Line(Guid SessionId, DateTimeOffset At, string Path, string? Query, string? Session, string? Request, string? Object, string? Status);

    internal void Note(HttpRequest request, Guid sessionId, string path)
    {
        if (!isOn)
        {
            return;
        }

        var query = request.QueryString.Value;
        if (!string.IsNullOrEmpty(query))
        {
            if (query.Contains(Parameter, StringComparison.Ordinal))
            {
                Keep(new(sessionId, clock.GetUtcNow(), path, query, null, null, null, null), query.Length <= LongestQuery);
            }
        }
        else if (request.Headers.ContainsKey(Headers[0]) || request.Headers.ContainsKey(Headers[1]) || request.Headers.ContainsKey(Headers[2]))
        {
            var (session, asked, about, status) = (Text(request, 0), Text(request, 1), Text(request, 2), Text(request, 3));
            Keep(new(sessionId, clock.GetUtcNow(), path, null, session, asked, about, status), (session?.Length + asked?.Length + about?.Length + status?.Length ?? 0) <= LongestQuery);
        }
    }

    internal bool TryTake([NotNullWhen(true)] out Line line) => lines.Reader.TryRead(out line);

    private static string? Text(HttpRequest request, int header) => request.Headers.TryGetValue(Headers[header], out var value) && value.Count == 1 ? value[0] : null;

    private void Keep(Line line, bool isSane)
    {
        if (!isSane || !lines.Writer.TryWrite(line))
        {
            counters.CountCmcdDropped(1);
        }
    }
}
