using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Netflix.ServiceDefaults;

/// <summary>Whom a limit per address counts as one.</summary>
public static class ClientAddress
{
    /// <summary>
    /// A household's IPv6 is a /64. Null for loopback: that is this machine, or a proxy in front that does not say whom it
    /// serves, and a limit would then hit everybody at once.
    /// </summary>
    public static string? LimitKey(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexString(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 ? 8 : 4)]);
    }
}
