using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Netflix.ServiceDefaults;

/// <summary>The address of a request's other end.</summary>
public static class ClientAddress
{
    /// <summary>As people write it: IPv4 in its own form where a socket of both kinds gives it as IPv6.</summary>
    public static IPAddress Plain(this IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>
    /// Whom a limit per address counts as one. A household's IPv6 is a /64. Null for loopback: that is this machine, or a proxy in front that does not say whom it
    /// serves, and a limit would then hit everybody at once.
    /// </summary>
    public static string? LimitKey(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        {
            return null;
        }

        address = address.Plain();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : 4)]);
    }
}
