using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Netflix.Catalog.Features;

namespace Netflix.Catalog.Import;

/// <summary>One JSON object a line, read as it arrives: memory holds one line.</summary>
internal static class NdjsonLines
{
    /// <summary>A title with every field at its longest is shorter by far.</summary>
    internal const int LongestLine = 512 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    internal static async IAsyncEnumerable<ImportLine> ReadAsync(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(leaveOpen: true));
        var number = 0;
        var skipping = false; // within a line that is too long
        while (true)
        {
            var read = await reader.ReadAsync(cancel);
            var buffer = read.Buffer;
            while (TryCut(ref buffer, read.IsCompleted, out var line))
            {
                number++;
                if (skipping)
                {
                    skipping = false;
                }
                else if (Parse(number, line) is { } parsed)
                {
                    yield return parsed;
                }
            }

            if (!skipping && buffer.Length > LongestLine)
            {
                skipping = true;
                yield return ImportLine.Bad(number + 1, $"A line holds at most {LongestLine} bytes.");
            }

            reader.AdvanceTo(skipping ? buffer.End : buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                await reader.CompleteAsync();
                yield break;
            }
        }
    }

    private static bool TryCut(ref ReadOnlySequence<byte> buffer, bool atEnd, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!atEnd || buffer.IsEmpty)
        {
            return false;
        }

        buffer = buffer.Slice(buffer.End);
        return true;
    }

    /// <summary>Null for an empty line.</summary>
    private static ImportLine? Parse(int number, ReadOnlySequence<byte> line)
    {
        var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        bytes = number == 1 && bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        if (bytes.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<TitleRequest>(bytes, ImportLine.Json) is { } title
                ? new ImportLine(number, title, null)
                : ImportLine.Bad(number, "Each line is a JSON object.");
        }
        catch (JsonException exception)
        {
            var field = exception.Path?.TrimStart('$', '.') is { Length: > 0 } path ? $"{path}: " : "";
            return ImportLine.Bad(number, $"{field}this is not readable as JSON with a title's fields.");
        }
    }
}
