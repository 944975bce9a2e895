using System.Buffers.Binary;

namespace Netflix.Encoding.Quality;

/// <param name="Duration">In ticks of the track, as all times here.</param>
internal readonly record struct Sample(int Size, long Duration, long CompositionOffset, bool IsSync);

/// <summary>One segment: from when it is decoded, and its samples in that order.</summary>
internal sealed record Fragment(long DecodeTime, IReadOnlyList<Sample> Samples)
{
    public long EndTime => DecodeTime + Samples.Sum(sample => sample.Duration);
}

/// <summary>
/// Reads the sample tables of CMAF segments (ISO/IEC 14496-12: moof, traf, tfhd, tfdt, trun). Sizes and times stay as they
/// are under encryption, so this looks at what viewers will get.
/// </summary>
internal sealed class FragmentReader
{
    private const uint NotSync = 0x10000;

    private readonly long defaultDuration;
    private readonly int defaultSize;
    private readonly uint defaultFlags;

    private FragmentReader(long timescale, long mediaStart, long duration, int size, uint flags) =>
        (Timescale, MediaStart, defaultDuration, defaultSize, defaultFlags) = (timescale, mediaStart, duration, size, flags);

    /// <summary>Ticks a second.</summary>
    public long Timescale { get; }

    /// <summary>The time in the track that is shown first, by its edit list: frames that wait for others to be decoded begin later.</summary>
    public long MediaStart { get; }

    /// <param name="init">The initialisation segment.</param>
    internal static FragmentReader Of(ReadOnlySpan<byte> init)
    {
        var moov = Box(init, "moov");
        var trak = Box(moov, "trak");
        var mdhd = Box(Box(trak, "mdia"), "mdhd");
        var trex = Box(Box(moov, "mvex"), "trex");
        return new(
            BinaryPrimitives.ReadUInt32BigEndian(mdhd[(mdhd[0] == 1 ? 20 : 12)..]), FindBox(trak, "edts", out var edits) ? FirstEdit(Box(edits, "elst")) : 0,
            BinaryPrimitives.ReadUInt32BigEndian(trex[12..]), BinaryPrimitives.ReadInt32BigEndian(trex[16..]), BinaryPrimitives.ReadUInt32BigEndian(trex[20..]));
    }

    /// <summary>Throws <see cref="InvalidDataException"/> on what is no segment of one track, or is cut short.</summary>
    internal Fragment Read(ReadOnlySpan<byte> segment)
    {
        try
        {
            var traf = Box(Box(segment, "moof"), "traf");
            var tfdt = Box(traf, "tfdt");
            var decodeTime = tfdt[0] == 1 ? BinaryPrimitives.ReadInt64BigEndian(tfdt[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tfdt[4..]);
            var samples = ReadRun(Box(traf, "trun"), ReadDefaults(Box(traf, "tfhd")));
            return samples.Sum(sample => (long)sample.Size) == Box(segment, "mdat").Length
                ? new(decodeTime, samples)
                : throw new InvalidDataException("The segment's data is not as long as its samples.");
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("The segment is cut short.");
        }
    }

    private static long FirstEdit(ReadOnlySpan<byte> elst) => BinaryPrimitives.ReadInt32BigEndian(elst[4..]) == 0 ? 0
        : Math.Max(0, elst[0] == 1 ? BinaryPrimitives.ReadInt64BigEndian(elst[16..]) : BinaryPrimitives.ReadInt32BigEndian(elst[12..]));

    private (long Duration, int Size, uint Flags) ReadDefaults(ReadOnlySpan<byte> tfhd)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(tfhd) & 0xffffff;
        var rest = tfhd[8..]; // after version, flags and track
        rest = rest[((flags & 1) != 0 ? 8 : 0)..];
        rest = rest[((flags & 2) != 0 ? 4 : 0)..];
        var duration = (flags & 8) != 0 ? Next(ref rest) : defaultDuration;
        var size = (flags & 16) != 0 ? (int)Next(ref rest) : defaultSize;
        return (duration, size, (flags & 32) != 0 ? Next(ref rest) : defaultFlags);
    }

    private static List<Sample> ReadRun(ReadOnlySpan<byte> trun, (long Duration, int Size, uint Flags) defaults)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(trun) & 0xffffff;
        var count = BinaryPrimitives.ReadInt32BigEndian(trun[4..]);
        var rest = trun[8..];
        rest = rest[((flags & 1) != 0 ? 4 : 0)..];
        uint? first = (flags & 4) != 0 ? Next(ref rest) : null;
        var samples = new List<Sample>(Math.Min(count, rest.Length + 1));
        for (var i = 0; i < count; i++)
        {
            var duration = (flags & 0x100) != 0 ? Next(ref rest) : defaults.Duration;
            var size = (flags & 0x200) != 0 ? (int)Next(ref rest) : defaults.Size;
            var own = (flags & 0x400) != 0 ? Next(ref rest) : i == 0 && first is { } special ? special : defaults.Flags;
            var offset = (flags & 0x800) != 0 ? (int)Next(ref rest) : 0;
            samples.Add(new(size, duration, offset, (own & NotSync) == 0));
        }

        return samples;
    }

    private static uint Next(ref ReadOnlySpan<byte> rest)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(rest);
        rest = rest[4..];
        return value;
    }

    /// <summary>The content of the first box of this kind.</summary>
    private static ReadOnlySpan<byte> Box(ReadOnlySpan<byte> boxes, string kind) =>
        FindBox(boxes, kind, out var content) ? content : throw new InvalidDataException($"There is no whole {kind} box.");

    private static bool FindBox(ReadOnlySpan<byte> boxes, string kind, out ReadOnlySpan<byte> content)
    {
        Span<byte> name = stackalloc byte[4];
        System.Text.Encoding.ASCII.GetBytes(kind, name);
        for (var rest = boxes; rest.Length >= 8;)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var header = 8;
            if (size == 1 && rest.Length >= 16)
            {
                (size, header) = (BinaryPrimitives.ReadInt64BigEndian(rest[8..]), 16);
            }

            if (size < header || size > rest.Length)
            {
                break;
            }

            if (rest[4..8].SequenceEqual(name))
            {
                content = rest[header..(int)size];
                return true;
            }

            rest = rest[(int)size..];
        }

        content = default;
        return false;
    }
}
