using MassTransit;
using Netflix.Contracts;
using Netflix.Playback.Downloads;
using Netflix.Playback.Streams;

namespace Netflix.Playback.Features;

/// <summary>
/// A subscription that is not active plays nothing: what plays now ends too, and what is kept waits for a renewal. A lesser plan
/// takes back what is kept in a quality that it does not include.
/// </summary>
internal sealed class ApplyPlan(SessionEnd sessions, DownloadEnd downloads) : IConsumer<PlanChanged>
{
    public async Task Consume(ConsumeContext<PlanChanged> context)
    {
        var (account, cancel) = (context.Message.AccountId, context.CancellationToken);
        var most = PlanTerms.Of(context.Message.Plan).MaxRung;
        await downloads.RemoveAsync(download => download.AccountId == account && download.Rung > most, cancel);
        if (context.Message.Status != SubscriptionStatus.Active)
        {
            await sessions.EndAsync(account, _ => true, "subscriptionInactive", cancel);
            await downloads.ExpireAsync(download => download.AccountId == account, cancel);
        }
    }
}
