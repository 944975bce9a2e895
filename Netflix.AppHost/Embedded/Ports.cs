using System.Net;
using System.Net.Sockets;

namespace Netflix.AppHost.Embedded;

/// <summary>TCP ports of this machine.</summary>
internal static class Ports
{
    /// <param name="option">The option that would choose another one.</param>
    internal static void RequireFree(string bind, int port, string option)
    {
        var address = bind is "localhost" ? IPAddress.Loopback : IPAddress.TryParse(bind, out var parsed) ? parsed : IPAddress.Any;
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new StartupException($"Port {port} is taken by another program. Stop that, or choose another with {option}.");
        }
        catch (SocketException exception)
        {
            throw new StartupException($"Port {port} on {bind} cannot be used: {exception.Message} ({option}, --bind)", exception);
        }
    }
}
