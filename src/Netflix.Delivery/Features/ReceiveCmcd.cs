using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Netflix.Contracts;
using Netflix.Delivery.Reports;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery.Features;

/// <summary>Takes what players told an edge with their requests, and hands it to who keeps players' events.</summary>
internal static class ReceiveCmcd
{
    internal sealed class Validator : AbstractValidator<CmcdBatch>
    {
        public Validator() => RuleFor(batch => batch.Reports).NotNull().Must(reports => reports is null || reports.Count <= CmcdBatch.Most)
            .WithMessage($"Send at most {CmcdBatch.Most} reports a call.");
    }

    // Read before the secret is checked.
    private const int MostBytes = 4 << 20;

    internal static void Map(IEndpointRouteBuilder edges) =>
        edges.MapPost("/{edgeId}/cmcd", Handle).Validate<CmcdBatch>().WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    internal static async Task<NoContent> Handle(string edgeId, CmcdBatch batch, ISegmentReports reports, CancellationToken cancel)
    {
        await reports.TakeAsync([.. batch.Reports.Select(one => new SegmentReport(one.SessionId, edgeId, one.File, one.At.ToUniversalTime(), one.Cmcd))], cancel);
        return TypedResults.NoContent();
    }
}
