using System.Net;
using System.Net.Sockets;

namespace Netflix.AppHost.Embedded;

/// <summary>Ports for servers that nobody has to know the port of. Test projects compile this file too.</summary>
internal static class FreePort
{
    private const int First = 20_000;

    /// <summary>Linux gives 32768 and up to outgoing connections: one of them could take the port before its server does.</summary>
    private const int End = 32_000;

    /// <summary>A loopback port that nobody listens on now.</summary>
    internal static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
