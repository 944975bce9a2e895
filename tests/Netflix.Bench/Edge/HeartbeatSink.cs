using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Netflix.Delivery.Registry;

namespace Netflix.Bench.Edge;

/// <summary>Plays the web to one edge: takes its heartbeats, which tell how often it asked its origin.</summary>
internal sealed class HeartbeatSink : IAsyncDisposable
{
    private readonly WebApplication app;
    private TaskCompletionSource<Heartbeat> next = New();

    private HeartbeatSink(WebApplication app) => this.app = app;

    internal string Url => app.Urls.First();

    internal static async Task<HeartbeatSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var sink = new HeartbeatSink(app);
        app.MapPost("/api/v1/internal/edges/{edgeId}/heartbeat", sink.Receive);
        await app.StartAsync();
        return sink;
    }

    /// <summary>As the second heartbeat from now says: the first may have been written before now.</summary>
    internal async Task<long> OriginFetchesAsync()
    {
        await Volatile.Read(ref next).Task;
        return (await Volatile.Read(ref next).Task).OriginFetches;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static TaskCompletionSource<Heartbeat> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Microsoft.AspNetCore.Http.HttpResults.NoContent Receive(Heartbeat heartbeat)
    {
        Interlocked.Exchange(ref next, New()).SetResult(heartbeat);
        return TypedResults.NoContent();
    }
}
