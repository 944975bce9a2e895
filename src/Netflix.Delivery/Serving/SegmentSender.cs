using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Netflix.Delivery.Cache;
using Netflix.Delivery.ZeroCopy;

namespace Netflix.Delivery.Serving;

/// <summary>Status, headers and body of a segment that is held; it is released whatever happens.</summary>
internal sealed class SegmentSender(EdgeCounters counters)
{
    /// <summary>Written and flushed at a time: what a slow client can tie up.</summary>
    private const int Chunk = 256 << 10;

    /// <summary>Asked of the pool at a time; 4 KB blocks cost 0.26 of nginx where these cost 0.33.</summary>
    private const int Block = BlockPool.LargeBlock;

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

            // Before it, Kestrel would buffer what is written, and copy it again. Sends nothing yet.
            await response.StartAsync(http.RequestAborted);
            sent = ZeroCopy(http, segment) is { } writer
                ? await SendFileAsync(http, writer, segment, selection.Offset, (int)selection.Length)
                : await CopyAsync(http, segment, (int)selection.Offset, (int)selection.Length);
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

    /// <summary>Only where Kestrel's bytes are the socket's bytes: not under TLS, not in HTTP/2's frames.</summary>
    private static ZeroCopyWriter? ZeroCopy(HttpContext http, Segment segment) =>
        segment.File is not null && http.Request.Protocol == HttpProtocol.Http11 && http.Features.Get<ITlsConnectionFeature>() is null
            ? http.Features.Get<ZeroCopyWriter>()
            : null;

    private static async ValueTask<long> SendFileAsync(HttpContext http, ZeroCopyWriter writer, Segment segment, long offset, int length)
    {
        // Kestrel would take the whole file for one write that must be done in seconds; the writer has its own patience.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        writer.Arm(segment.File!, offset, length);
        try
        {
            var body = http.Response.BodyWriter;
            body.GetMemory();
            body.Advance(length);
            return (await body.FlushAsync(CancellationToken.None)).IsCompleted ? 0 : length;
        }
        finally
        {
            writer.Disarm();
        }
    }

    /// <summary>The portable way out: each block is read from the file straight into Kestrel's 64 KB blocks.</summary>
    private static async ValueTask<long> CopyAsync(HttpContext http, Segment segment, int offset, int length)
    {
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
        var span = output.GetSpan(Math.Min(Block, most));
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
