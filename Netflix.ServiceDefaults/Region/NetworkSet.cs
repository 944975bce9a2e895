using System.Net;
using System.Net.Sockets;

namespace Netflix.ServiceDefaults.Region;

/// <summary>Networks as sorted ranges that do not touch, 32 bytes each: a look-up is a binary search and allocates nothing.</summary>
internal sealed class NetworkSet
{
    private readonly UInt128[] first;
    private readonly UInt128[] last;

    internal NetworkSet(IEnumerable<IPNetwork> networks)
    {
        var ranges = new List<(UInt128 First, UInt128 Last)>();
        foreach (var range in networks.Select(RangeOf).OrderBy(range => range.First))
        {
            if (ranges.Count > 0 && (ranges[^1].Last == UInt128.MaxValue || range.First <= ranges[^1].Last + 1))
            {
                ranges[^1] = (ranges[^1].First, UInt128.Max(ranges[^1].Last, range.Last));
            }
            else
            {
                ranges.Add(range);
            }
        }

        first = [.. ranges.Select(range => range.First)];
        last = [.. ranges.Select(range => range.Last)];
    }

    internal int Count => first.Length;

    internal bool Contains(IPAddress address)
    {
        if (first.Length == 0)
        {
            return false;
        }

        var number = NumberOf(address);
        var at = Array.BinarySearch(first, number);
        at = at >= 0 ? at : ~at - 1;
        return at >= 0 && number <= last[at];
    }

    /// <summary>A CIDR, or one address alone; null when it is neither. Bits beyond the prefix are forgiven.</summary>
    internal static IPNetwork? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return null;
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), out prefix) || prefix < 0 || prefix > bits))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bits; bit++)
        {
            bytes[bit >> 3] &= (byte)~(0x80 >> (bit & 7));
        }

        return new IPNetwork(new IPAddress(bytes), prefix);
    }

    /// <summary>IPv4 among IPv6, as ::ffff:a.b.c.d.</summary>
    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            bytes[10] = bytes[11] = 0xff;
            address.TryWriteBytes(bytes[12..], out _);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static (UInt128 First, UInt128 Last) RangeOf(IPNetwork network)
    {
        var start = NumberOf(network.BaseAddress);
        var free = (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) - network.PrefixLength;
        return (start, free == 128 ? UInt128.MaxValue : start + (UInt128.One << free) - 1);
    }
}
