using MassTransit;
using Netflix.Contracts;
using Netflix.Playback.Streams;

namespace Netflix.Playback.Features;

/// <summary>A subscription that is not active plays nothing: what plays now ends too.</summary>
internal sealed class ApplyPlan(SessionEnd sessions) : IConsumer<PlanChanged>
{
    public Task Consume(ConsumeContext<PlanChanged> context) => context.Message.Status == SubscriptionStatus.Active
        ? Task.CompletedTask
        : sessions.EndAsync(context.Message.AccountId, _ => true, "subscriptionInactive", context.CancellationToken);
}
