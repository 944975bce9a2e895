using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Netflix.Delivery.Cache;

namespace Netflix.Delivery.Serving;

/// <summary>Status, headers and body of a segment that is held; it is released whatever happens.</summary>
internal sealed class SegmentSender(EdgeCounters counters)
{
    /// <summary>Written and flushed at a time: what a slow client can tie up.</summary>
    private const int Chunk = 256 << 10;

    internal async Task SendAsync(HttpContext http, Segment segment)
    {
        var sent = 0L;
        counters.CountStart();
        try
        {
            var isHead = HttpMethods.IsHead(http.Request.Method);
            var selection = Preconditions.Select(http.Request.Headers, isHead, segment.EntityTag, segment.Length);
            if (await RefuseAsync(http, segment, selection.Status))
            {
                return;
            }

            var response = http.Response;
            response.StatusCode = selection.Status;
            MediaHeaders.Describe(response.Headers, segment.ETag);
            if (selection.Status == StatusCodes.Status304NotModified)
            {
                return;
            }

            response.Headers.ContentType = segment.ContentType;
            response.ContentLength = selection.Length;
            if (selection.Status == StatusCodes.Status206PartialContent)
            {
                response.Headers.ContentRange = string.Create(
                    CultureInfo.InvariantCulture, $"bytes {selection.Offset}-{selection.Offset + selection.Length - 1}/{segment.Length}");
            }

            if (isHead || selection.Length == 0)
            {
                return;
            }

            sent = await CopyAsync(http, segment, (int)selection.Offset, (int)selection.Length);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left in the middle: players do, at each seek.
        }
        finally
        {
            segment.Release();
            counters.CountEnd(sent);
        }
    }

    private static async ValueTask<bool> RefuseAsync(HttpContext http, Segment segment, int status)
    {
        if (status == StatusCodes.Status412PreconditionFailed)
        {
            await MediaProblems.Changed.WriteAsync(http);
            return true;
        }

        if (status == StatusCodes.Status416RangeNotSatisfiable)
        {
            http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{segment.Length}");
            await MediaProblems.OutOfRange.WriteAsync(http);
            return true;
        }

        return false;
    }

    /// <summary>The portable way out: each block is read from the file straight into Kestrel's 64 KB blocks.</summary>
    private static async ValueTask<long> CopyAsync(HttpContext http, Segment segment, int offset, int length)
    {
        await http.Response.StartAsync(http.RequestAborted); // before it, Kestrel would buffer what is written, and copy again
        var output = http.Response.BodyWriter;
        var end = offset + length;
        for (var position = offset; position < end;)
        {
            var chunkEnd = Math.Min(end, position + Chunk);
            while (position < chunkEnd)
            {
                position += Fill(output, segment, position, chunkEnd - position);
            }

            var flushed = await output.FlushAsync(http.RequestAborted);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                return position - offset;
            }
        }

        return length;
    }

    private static int Fill(PipeWriter output, Segment segment, int position, int most)
    {
        var span = output.GetSpan();
        span = span[..Math.Min(span.Length, most)];
        int filled;
        if (segment.Bytes is { } bytes)
        {
            bytes.AsSpan(position, span.Length).CopyTo(span);
            filled = span.Length;
        }
        else
        {
            filled = RandomAccess.Read(segment.File!, span, position);
            if (filled == 0)
            {
                throw new EndOfStreamException("A segment in memory is shorter than it was.");
            }
        }

        output.Advance(filled);
        return filled;
    }
}
