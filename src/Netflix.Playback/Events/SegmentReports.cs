using System.Text.Json;
using Netflix.Contracts;

namespace Netflix.Playback.Events;

/// <summary>What players tell edges with their requests lies beside what they tell us, as events of type <c>cmcd</c>.</summary>
internal sealed class SegmentReports(EventWriter writer, TimeProvider clock) : ISegmentReports
{
    internal const string Type = "cmcd";

    public Task TakeAsync(IReadOnlyList<SegmentReport> reports, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        EventWriter.Row[] rows =
        [
            .. reports.Select(report => (report, Pairs: Cmcd.Read(report.Cmcd))).Where(one => one.Pairs is not null)
                .Select(one => new EventWriter.Row(one.report.SessionId, Type, one.report.At, now, Write(one.report, one.Pairs!))),
        ];
        return rows.Length == 0 ? Task.CompletedTask : writer.WriteAsync(rows, cancel);
    }

    private static string Write(SegmentReport report, Dictionary<string, object> pairs) =>
        JsonSerializer.Serialize(new { edge = report.EdgeId, file = report.File, cmcd = pairs });
}
