using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Netflix.ServiceDefaults.Region;

/// <summary>
/// Countries by address, from a file in the MaxMind DB format: any such database of countries will do (ours is IPtoASN's, in
/// the public domain; ADR 52). The file is its own index, a binary tree over the address's bits: it is kept as it is, 5.2 MB for
/// IPv4 and IPv6; a look-up walks at most 128 nodes, half a microsecond, and allocates nothing.
/// </summary>
internal sealed class CountryDatabase
{
    private static readonly byte[] MetadataMark = [0xab, 0xcd, 0xef, .. "MaxMind.com"u8];
    private const int Separator = 16; // zeros between tree and data

    private readonly byte[] file;
    private readonly int nodes;
    private readonly int recordBits;
    private readonly int ipv4Start;
    private readonly ConcurrentDictionary<int, string?> countries = new(); // of some 250 records

    private CountryDatabase(byte[] file)
    {
        this.file = file;
        var mark = file.AsSpan().LastIndexOf(MetadataMark);
        if (mark < 0)
        {
            throw new InvalidDataException("it is not in the MaxMind DB format");
        }

        var at = mark + MetadataMark.Length;
        var metadata = (Dictionary<string, object?>)new Record(file, at).Read(ref at)!;
        (nodes, recordBits) = (Convert.ToInt32(metadata["node_count"], null), Convert.ToInt32(metadata["record_size"], null));
        if (recordBits is not (24 or 28 or 32))
        {
            throw new InvalidDataException($"its records have {recordBits} bits");
        }

        // IPv4 lies under 96 zero bits of an IPv6 tree.
        for (var bit = 0; Convert.ToInt32(metadata["ip_version"], null) == 6 && bit < 96 && ipv4Start < nodes; bit++)
        {
            ipv4Start = Child(ipv4Start, 0);
        }
    }

    internal static CountryDatabase Read(string path) => new(File.ReadAllBytes(path));

    /// <summary>ISO 3166-1 alpha-2; null for an address that the database does not know.</summary>
    internal string? Find(IPAddress address)
    {
        address = address.Plain();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var node = address.AddressFamily == AddressFamily.InterNetwork ? ipv4Start : 0;
        for (var bit = 0; bit < length * 8 && node < nodes; bit++)
        {
            node = Child(node, (bytes[bit >> 3] >> (7 - (bit & 7))) & 1);
        }

        return node <= nodes ? null : countries.TryGetValue(node, out var known) ? known : countries.GetOrAdd(node, CountryOf(node));
    }

    private int Child(int node, int side)
    {
        var at = node * recordBits / 4;
        return recordBits switch
        {
            24 => (file[at + (3 * side)] << 16) | (file[at + (3 * side) + 1] << 8) | file[at + (3 * side) + 2],
            28 when side == 0 => ((file[at + 3] & 0xf0) << 20) | (file[at] << 16) | (file[at + 1] << 8) | file[at + 2],
            28 => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 3)) & 0x0fff_ffff,
            _ => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + (4 * side))),
        };
    }

    /// <summary>IPtoASN and its kin say <c>country_code</c>; MaxMind and DB-IP <c>country.iso_code</c>.</summary>
    private string? CountryOf(int node)
    {
        var data = (nodes * recordBits / 4) + Separator;
        var at = data + node - nodes - Separator;
        var record = new Record(file, data).Read(ref at) as Dictionary<string, object?>;
        return record?.GetValueOrDefault("country_code") as string
            ?? (record?.GetValueOrDefault("country") as Dictionary<string, object?>)?.GetValueOrDefault("iso_code") as string;
    }

    /// <summary>The format's typed values: a control byte of type and size, then the value.</summary>
    private readonly struct Record(byte[] file, int data)
    {
        internal object? Read(ref int at)
        {
            int control = file[at++];
            var type = control >> 5;
            if (type == 1)
            {
                return Pointed(control, ref at);
            }

            type = type == 0 ? 7 + file[at++] : type;
            var size = (control & 0x1f) switch
            {
                29 => 29 + file[at++],
                30 => 285 + (file[at++] << 8) + file[at++],
                31 => 65_821 + (file[at++] << 16) + (file[at++] << 8) + file[at++],
                var small => small,
            };
            return type switch
            {
                2 => Encoding.UTF8.GetString(Take(size, ref at)),
                5 or 6 or 8 or 9 => Number(Take(size, ref at)),
                7 => Map(size, ref at),
                11 => List(size, ref at),
                14 => size != 0,
                _ => Take(size, ref at).Length, // doubles, bytes, 128 bits: nothing that we ask for
            };
        }

        private object? Pointed(int control, ref int at)
        {
            var high = control & 7;
            var target = ((control >> 3) & 3) switch
            {
                0 => (high << 8) + file[at++],
                1 => 2048 + (high << 16) + (file[at++] << 8) + file[at++],
                2 => 526_336 + (high << 24) + (file[at++] << 16) + (file[at++] << 8) + file[at++],
                _ => BinaryPrimitives.ReadInt32BigEndian(Take(4, ref at)),
            } + data;
            return Read(ref target);
        }

        private Dictionary<string, object?> Map(int size, ref int at)
        {
            var map = new Dictionary<string, object?>(size);
            for (var entry = 0; entry < size; entry++)
            {
                var key = (string)Read(ref at)!;
                map[key] = Read(ref at);
            }

            return map;
        }

        private object?[] List(int size, ref int at)
        {
            var list = new object?[size];
            for (var item = 0; item < size; item++)
            {
                list[item] = Read(ref at);
            }

            return list;
        }

        private static long Number(ReadOnlySpan<byte> bytes)
        {
            long number = 0;
            foreach (var one in bytes)
            {
                number = (number << 8) | one;
            }

            return number;
        }

        private ReadOnlySpan<byte> Take(int size, ref int at)
        {
            at += size;
            return file.AsSpan(at - size, size);
        }
    }
}
