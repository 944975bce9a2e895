using MassTransit;
using Netflix.Contracts;
using Netflix.Personalization.Home;

namespace Netflix.Personalization.Signals;

/// <summary>Takes down what profiles do, and has their pages made anew.</summary>
internal sealed class RecordSignals(SignalWriter signals, HomeRefresher homes)
    : IConsumer<PlaybackStarted>, IConsumer<WatchProgressed>, IConsumer<WatchCompleted>, IConsumer<TitleRated>, IConsumer<MyListChanged>
{
    /// <summary>Who has just begun has not said yet how it likes it: the page stays.</summary>
    public Task Consume(ConsumeContext<PlaybackStarted> context)
    {
        var started = context.Message;
        return signals.StartedAsync(started.ProfileId, started.ContentId, started.Country, started.At, context.CancellationToken);
    }

    public Task Consume(ConsumeContext<WatchProgressed> context)
    {
        homes.Refresh(context.Message.ProfileId);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<WatchCompleted> context)
    {
        homes.Refresh(context.Message.ProfileId);
        return Task.CompletedTask;
    }

    public async Task Consume(ConsumeContext<TitleRated> context)
    {
        var rated = context.Message;
        await signals.RatedAsync(rated.ProfileId, rated.ContentId, rated.Rating, rated.At, context.CancellationToken);
        homes.Refresh(rated.ProfileId);
    }

    public async Task Consume(ConsumeContext<MyListChanged> context)
    {
        var changed = context.Message;
        await signals.ListedAsync(changed.ProfileId, changed.ContentId, changed.Added, changed.At, context.CancellationToken);
        homes.Refresh(changed.ProfileId);
    }
}
