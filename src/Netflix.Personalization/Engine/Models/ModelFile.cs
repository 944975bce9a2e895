using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Netflix.Personalization.Engine.Models;

/// <summary>
/// A model as bytes: <c>"NFLXREC1"</c>, the version, the length, the SHA-256 of the content, then the content. The checksum is
/// compared before anything is parsed, so that no damage is read as a smaller or stranger model.
/// </summary>
internal static class ModelFile
{
    private const int Version = 1;
    private const int HeadLength = 8 + 4 + 8 + 32;
    private static ReadOnlySpan<byte> Magic => "NFLXREC1"u8;

    internal static void Write(Recommender recommender, Stream target)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            Write(writer, recommender);
        }

        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        Span<byte> head = stackalloc byte[HeadLength];
        Magic.CopyTo(head);
        BitConverter.TryWriteBytes(head[8..], Version);
        BitConverter.TryWriteBytes(head[12..], content.Length);
        SHA256.HashData(bytes, head[20..]);
        target.Write(head);
        target.Write(bytes);
    }

    /// <param name="source">Can be sought in: it is read twice, and never held as a whole.</param>
    internal static Recommender Read(Stream source)
    {
        var head = new byte[HeadLength];
        if (source.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength || !head.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException("This is no recommendation model.");
        }

        if (BitConverter.ToInt32(head, 8) is not Version and var version)
        {
            throw new InvalidDataException($"The model is of version {version}; version {Version} is read here.");
        }

        if (source.Length - HeadLength != BitConverter.ToInt64(head, 12) || !SHA256.HashData(source).AsSpan().SequenceEqual(head.AsSpan(20)))
        {
            throw new InvalidDataException("The model is damaged: its checksum does not hold.");
        }

        source.Position = HeadLength;
        using var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true);
        try
        {
            return Read(reader);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException or JsonException or OverflowException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The model does not hold together.", exception);
        }
    }

    private static void Write(BinaryWriter writer, Recommender recommender)
    {
        var parts = recommender.Parts;
        writer.Write(JsonSerializer.Serialize(recommender.Settings));
        writer.Write(recommender.TitleCount);
        foreach (var title in recommender.Titles)
        {
            writer.Write(title.ContentId.ToByteArray());
            writer.Write(title.Year ?? int.MinValue);
            writer.Write(title.AvailableFrom.UtcTicks);
            WriteNames(writer, title.Genres);
        }

        WriteArray(writer, parts.Watched);
        WriteArray(writer, parts.Ials.TitleFactors);
        WriteSparse(writer, parts.Ease);
        WriteNames(writer, [.. parts.Features.Names.Select(name => (char)('A' + (int)name.Kind) + name.Name)]);
        WriteArray(writer, parts.Features.Rarity.ToArray());
        WriteSparse(writer, parts.Vectors);
        WriteArray(writer, parts.Map.Anchors);
        WriteArray(writer, parts.Map.Solution);
        var (at, titles, regions, names) = parts.Trends.Events;
        WriteArray(writer, at);
        WriteArray(writer, titles);
        WriteArray(writer, regions);
        WriteNames(writer, names);
        WriteArray(writer, parts.Towers.Turn);
        WriteArray(writer, parts.Towers.Titles);
        WriteArray(writer, parts.Towers.Content);
    }

    private static Recommender Read(BinaryReader reader)
    {
        var settings = JsonSerializer.Deserialize<RecommenderSettings>(reader.ReadString()) ?? throw new InvalidDataException("The model has no settings.");
        var titles = ImmutableArray.CreateBuilder<TitleContent>();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var (id, year, from) = (new Guid(reader.ReadBytes(16)), reader.ReadInt32(), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero));
            titles.Add(new(id, year == int.MinValue ? null : year, null, ReadNames(reader), [], [], null, from));
        }

        var watched = ReadArray<int>(reader);
        var ials = new Ials(settings.Ials.Dimension, ReadArray<float>(reader), settings.Ials);
        var ease = ReadSparse(reader);
        var features = new ContentFeatures(
            [.. ReadNames(reader).Select(name => ((FeatureKind)(name[0] - 'A'), name[1..]))], ReadArray<float>(reader));
        var vectors = ReadSparse(reader);
        var map = new ContentMap(settings.Ials.Dimension, ReadArray<int>(reader), ReadArray<float>(reader));
        var trends = new Trends(ReadArray<long>(reader), ReadArray<int>(reader), ReadArray<short>(reader), ReadNames(reader), titles.Count, settings.Trend);
        var towers = new Towers(settings.Towers, ReadArray<float>(reader), ReadArray<float>(reader), ReadArray<float>(reader));
        if (watched.Length != titles.Count || ials.TitleCount != titles.Count || ease.Height != titles.Count || vectors.Height != titles.Count)
        {
            throw new InvalidDataException("The parts of the model are of different sizes.");
        }

        return new(titles.ToImmutable(), new(watched, ials, ease, features, vectors, map, trends, towers, Parts.PopularityOf(watched)), settings);
    }

    private static void WriteArray<T>(BinaryWriter writer, T[] values) where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static T[] ReadArray<T>(BinaryReader reader) where T : unmanaged
    {
        var values = new T[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void WriteSparse(BinaryWriter writer, Sparse matrix)
    {
        writer.Write(matrix.Width);
        WriteArray(writer, matrix.Starts);
        WriteArray(writer, matrix.Columns);
        WriteArray(writer, matrix.Values);
    }

    private static Sparse ReadSparse(BinaryReader reader)
    {
        var width = reader.ReadInt32();
        return new(ReadArray<int>(reader), ReadArray<int>(reader), ReadArray<float>(reader), width);
    }

    private static void WriteNames(BinaryWriter writer, IReadOnlyList<string> names)
    {
        writer.Write(names.Count);
        foreach (var name in names)
        {
            writer.Write(name);
        }
    }

    private static string[] ReadNames(BinaryReader reader)
    {
        var names = new string[reader.ReadInt32()];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        return names;
    }
}
