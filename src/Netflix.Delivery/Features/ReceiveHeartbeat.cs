using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Delivery.Prefill;
using Netflix.Delivery.Registry;
using Netflix.Delivery.Tokens;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery.Features;

/// <summary>An edge says that it is there and how busy it is; its first heartbeat registers it. It learns which sessions to refuse.</summary>
internal static class ReceiveHeartbeat
{
    internal sealed class Validator : AbstractValidator<Heartbeat>
    {
        public Validator()
        {
            RuleFor(beat => beat.BaseUrl).NotEmpty().MaximumLength(300).Must(EdgeName.IsBaseUrl)
                .WithMessage("An edge's base URL is scheme, host and port only.");
            RuleFor(beat => beat.Region).NotNull().MaximumLength(50);
            RuleFor(beat => beat.Load).InclusiveBetween(0, 1000);
            RuleFor(beat => beat.Content).Must(content => content?.Filter is null or { Length: <= AssetFilter.MostBytes })
                .WithMessage($"A filter has {AssetFilter.MostBytes} bytes at most.");
        }
    }

    // The body is read before the secret is checked.
    private const int MostBytes = 32 << 10;

    /// <summary>Told with one answer, about 5 MB; the rest with the next ones.</summary>
    private const int MostRefused = 50_000;

    /// <summary>Between replicas of the web, and what is added but not yet committed: told twice rather than never.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(30);

    internal static void Map(IEndpointRouteBuilder edges) =>
        edges.MapPost("/{edgeId}/heartbeat", Handle).Validate<Heartbeat>().WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    internal static async Task<Results<Ok<HeartbeatAnswer>, Conflict>> Handle(
        string edgeId, Heartbeat heartbeat, DeliveryDbContext db, PrefillRuns prefills, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var edge = await db.Edges.FindAsync([edgeId], cancel);
        if (edge is null)
        {
            edge = Edge.Named(edgeId);
            db.Edges.Add(edge);
        }

        var before = edge.Traffic;
        if (edge.Beat(heartbeat, now))
        {
            db.Publish(new EdgeUp(edgeId, now));
        }

        try
        {
            await SaveAsync(db, edgeId, heartbeat.Content, cancel);

            var asked = edge.Traffic.Since(before);
            if (asked != default)
            {
                await prefills.CountAsync(edgeId, asked, cancel);
            }

            var order = await prefills.OrderAsync(edgeId, heartbeat.Prefill, cancel);
            var refused = await RefusedAsync(db, heartbeat.RefusedSince, now, cancel);
            var asOf = refused.Count < MostRefused || refused[^1].AddedAt + ClocksDiffer > now ? now : refused[^1].AddedAt + ClocksDiffer;
            return TypedResults.Ok(new HeartbeatAnswer(asOf, [.. refused.Select(one => new EndedSession(one.SessionId, one.Until))], edge.AssetsVersion, order));
        }
        catch (DbUpdateException exception) when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return TypedResults.Conflict(); // two first heartbeats at once; the other one registered it, the next one counts
        }
    }

    /// <summary>The filter and its version at once: steering would keep an old one under the new one's number.</summary>
    private static async Task SaveAsync(DeliveryDbContext db, string edgeId, CacheContent? content, CancellationToken cancel)
    {
        await using var transaction = content is null ? null : await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
        {
            await db.Database.ExecuteSqlAsync($"update delivery.edges set assets_filter = {content!.Filter} where edge_id = {edgeId}", cancel);
            await transaction.CommitAsync(cancel);
        }
    }

    private sealed record Refused(Guid SessionId, DateTimeOffset Until, DateTimeOffset AddedAt);

    private static Task<List<Refused>> RefusedAsync(DeliveryDbContext db, DateTimeOffset? since, DateTimeOffset now, CancellationToken cancel)
    {
        var from = (since?.ToUniversalTime() ?? DateTimeOffset.UnixEpoch) - ClocksDiffer;
        return db.Database.SqlQuery<Refused>($"""
            select session_id as "SessionId", until as "Until", added_at as "AddedAt" from delivery.refused_sessions
            where added_at >= {from} and until > {now} order by added_at limit {MostRefused}
            """).ToListAsync(cancel);
    }
}
