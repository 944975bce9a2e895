using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;

namespace Netflix.Personalization.Experiments.Analysis;

/// <summary>Gathers who was exposed, and what these accounts did since and before.</summary>
internal sealed class ExperimentData(PersonalizationDbContext db, IViewing viewing, IClicks clicks)
{
    private const int AtOnce = 5_000;

    private sealed record Exposure(Guid AccountId, string Variant, DateOnly ExposedOn);

    /// <param name="Exposed">Accounts of each variant, all of them.</param>
    /// <param name="Measured">Those whose window is over: their values are final.</param>
    internal sealed record Answer(IReadOnlyList<long> Exposed, IReadOnlyList<ExposedAccount> Measured);

    /// <param name="until">Windows end by then: today, or the day the experiment was stopped.</param>
    internal async Task<Answer> ReadAsync(Guid experimentId, IReadOnlyList<string> variants, int windowDays, DateOnly until, CancellationToken cancel)
    {
        var all = await db.Database.SqlQuery<Exposure>($"""
            select account_id as "AccountId", variant as "Variant", (exposed_at at time zone 'utc')::date as "ExposedOn"
            from personalization.exposures where experiment_id = {experimentId} order by exposed_at
            """).ToListAsync(cancel);
        var exposed = variants.Select(variant => all.LongCount(one => one.Variant == variant)).ToArray();
        var indices = variants.Index().ToDictionary(one => one.Item, one => one.Index);
        var measured = new List<ExposedAccount>();
        // Ordered by time, so the accounts of a call have nearly the same days.
        foreach (var some in all.Where(one => one.ExposedOn.AddDays(windowDays) <= until && indices.ContainsKey(one.Variant)).Chunk(AtOnce))
        {
            var accounts = some.ToDictionary(one => one.AccountId, one => new ExposedAccount(indices[one.Variant], one.ExposedOn));
            await FillAsync(accounts, windowDays, cancel);
            measured.AddRange(accounts.Values);
        }

        return new(exposed, measured);
    }

    private async Task FillAsync(Dictionary<Guid, ExposedAccount> accounts, int windowDays, CancellationToken cancel)
    {
        var from = accounts.Values.Min(account => account.ExposedOn).AddDays(-ExposedAccount.DaysBefore);
        var to = accounts.Values.Max(account => account.ExposedOn).AddDays(windowDays);
        await foreach (var day in viewing.DailyAsync(accounts.Keys, from, to, cancel))
        {
            accounts[day.AccountId].Add(day, windowDays);
        }

        await foreach (var day in clicks.DailyAsync(accounts.Keys, from, to, cancel))
        {
            accounts[day.AccountId].Add(day, windowDays);
        }
    }
}
