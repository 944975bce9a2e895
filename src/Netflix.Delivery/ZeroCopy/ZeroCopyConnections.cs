using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Netflix.Delivery.ZeroCopy;

/// <summary>Gives every connection a <see cref="ZeroCopyWriter"/>; under TLS it only ever sees Kestrel's bytes.</summary>
internal static class ZeroCopyConnections
{
    internal const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// For a process that is an edge alone: requests then run on the threads that poll the sockets (0.76 of nginx became
    /// 0.94-1.01), so nothing in it may block; a miss hops to the thread pool.
    /// </summary>
    internal static void UseZeroCopy(this IWebHostBuilder host)
    {
        // Read by the runtime when the first socket is made, which is later. Tests say 0: they share their process.
        if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
        {
            Environment.SetEnvironmentVariable(InlineCompletions, "1");
        }

        host.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        host.ConfigureKestrel(kestrel =>
        {
            var stallTimeout = kestrel.ApplicationServices.GetRequiredService<IOptions<EdgeOptions>>().Value.StallTimeout;
            kestrel.ConfigureEndpointDefaults(listen => Use(listen, stallTimeout));
        });
    }

    private static void Use(ListenOptions listen, TimeSpan stallTimeout) => listen.Use(next => async connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            await next(connection);
            return;
        }

        var transport = connection.Transport;
        using var writer = new ZeroCopyWriter(connection, socket, stallTimeout);
        connection.Transport = new Halves(transport.Input, writer);
        connection.Features.Set(writer);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    private sealed record Halves(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
