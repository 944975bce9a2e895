using MassTransit;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Personalization.Experiments.Features;

/// <summary>A deleted account leaves the exposure log.</summary>
internal sealed class ForgetExposures(PersonalizationDbContext db) : IConsumer<AccountDeleted>
{
    public Task Consume(ConsumeContext<AccountDeleted> context) => db.Database.ExecuteSqlAsync(
        $"delete from personalization.exposures where account_id = {context.Message.AccountId}", context.CancellationToken);
}

/// <summary>The experiments that an account was in, for its owner to take along.</summary>
internal sealed class ExportExposures(PersonalizationDbContext db) : IAccountData
{
    internal sealed record Exposure(Guid ExperimentId, string Experiment, string Variant, DateTimeOffset ExposedAt);

    public string Section => "experiments";

    public async Task<object?> ExportAsync(Guid accountId, IReadOnlyList<Guid> profileIds, CancellationToken cancel) =>
        await db.Database.SqlQuery<Exposure>($"""
            select experiment_id as "ExperimentId", definition ->> 'name' as "Experiment", variant as "Variant", exposed_at as "ExposedAt"
            from personalization.exposures join personalization.experiments using (experiment_id)
            where account_id = {accountId} order by exposed_at
            """).ToListAsync(cancel);
}
