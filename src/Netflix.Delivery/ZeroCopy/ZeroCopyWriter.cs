using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Win32.SafeHandles;

namespace Netflix.Delivery.ZeroCopy;

/// <summary>
/// The output half of one plain HTTP/1.1 connection in the place of Kestrel's. What Kestrel writes (headers, small bodies) is
/// collected and sent by send(2). A body that is a range of a file is announced by <see cref="Arm"/>; the one
/// <see cref="Advance"/> that follows counts it, so that Kestrel's Content-Length accounting and keep-alive stay right, and
/// <see cref="FlushAsync"/> hands it to sendfile(2): no byte of it is copied.
/// </summary>
/// <remarks>
/// Kestrel calls its output by one thread at a time, but may complete it while a flush waits for the client: then what the
/// flush uses is given back when the flush ends. Native calls hold the socket's handle, for the length of the call only, so
/// that its number cannot become another client's meanwhile; waiting for room is left to the runtime's own SendAsync.
/// </remarks>
internal sealed class ZeroCopyWriter(ConnectionContext connection, Socket socket, TimeSpan stallTimeout) : PipeWriter, IDisposable
{
    private const int SmallestBuffer = 4096;

    /// <summary>Sent the slow way when the socket is full: enough to wait for room, little to copy.</summary>
    private const int Nudge = 16 << 10;

    private enum FileState
    {
        None,
        Armed,
        Counted,
    }

    private readonly Lock gate = new();
    private byte[]? buffer;
    private int buffered;
    private int bufferSent;

    private FileState state;
    private SafeFileHandle? file;
    private long fileOffset;
    private int fileLeft;

    private CancellationTokenSource? stall;
    private bool nonBlocking;
    private bool flushing;
    private bool completed;
    private bool broken;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => buffered - bufferSent + (state == FileState.Counted ? fileLeft : 0);

    /// <summary>The next bytes that are advanced are this range of the file.</summary>
    internal void Arm(SafeFileHandle source, long offset, int length)
    {
        if (state != FileState.None)
        {
            throw new InvalidOperationException("A file is being sent already.");
        }

        var held = false;
        source.DangerousAddRef(ref held);
        (state, file, fileOffset, fileLeft) = (FileState.Armed, source, offset, length);
    }

    /// <summary>Takes back what was armed and never counted, after an error in between.</summary>
    internal void Disarm()
    {
        if (state == FileState.Armed)
        {
            ReleaseFile();
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (state == FileState.Counted)
        {
            throw new InvalidOperationException("Flush the file before writing after it.");
        }

        var needed = buffered + Math.Max(sizeHint, 1);
        if (state == FileState.Armed)
        {
            needed = buffered + 1; // counted, not written: any memory will do
        }

        if (buffer is null || buffer.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(SmallestBuffer, buffered * 2)));
            if (buffer is not null)
            {
                buffer.AsSpan(0, buffered).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
            }

            buffer = larger;
        }

        return buffer.AsMemory(buffered);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (state == FileState.Armed)
        {
            if (bytes != fileLeft)
            {
                throw new InvalidOperationException($"{fileLeft} bytes of a file were announced, not {bytes}.");
            }

            state = FileState.Counted;
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, (buffer?.Length ?? 0) - buffered);
        buffered += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (completed || broken)
            {
                return new(new FlushResult(isCanceled: false, isCompleted: true));
            }

            flushing = true;
        }

        SendOutcome outcome;
        try
        {
            outcome = SendWhatFits();
        }
        catch (Exception exception)
        {
            return new(EndFlush(exception));
        }

        return outcome == SendOutcome.WouldBlock ? WaitAndSendAsync(cancellationToken) : new(EndFlush(outcome));
    }

    /// <summary>The flush that waits is the connection's last: how much of it went out is not known.</summary>
    public override void CancelPendingFlush()
    {
        CancellationTokenSource? waiting;
        lock (gate)
        {
            waiting = flushing ? stall : null;
        }

        try
        {
            waiting?.Cancel(); // outside the lock: it may run the rest of the flush right here
        }
        catch (ObjectDisposedException)
        {
            // The flush ended meanwhile.
        }
    }

    public override void Complete(Exception? exception = null)
    {
        lock (gate)
        {
            completed = true;
            if (!flushing)
            {
                ReleaseAll();
            }
        }
    }

    public void Dispose() => Complete();

    private SendOutcome SendWhatFits()
    {
        var handle = socket.SafeHandle;
        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            return SendWhatFits((int)handle.DangerousGetHandle());
        }
        catch (ObjectDisposedException)
        {
            return SendOutcome.Closed;
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }
    }

    private SendOutcome SendWhatFits(int descriptor)
    {
        if (!nonBlocking)
        {
            NativeSocket.EnsureNonBlocking(descriptor);
            nonBlocking = true;
        }

        while (bufferSent < buffered)
        {
            var outcome = NativeSocket.Send(
                descriptor, buffer.AsSpan(bufferSent, buffered - bufferSent), more: state == FileState.Counted, out var sent);
            if (outcome != SendOutcome.Sent)
            {
                return outcome;
            }

            bufferSent += sent;
        }

        while (state == FileState.Counted && fileLeft > 0)
        {
            // The writer's own reference keeps the number of the file from being reused.
            var outcome = NativeSocket.SendFile(descriptor, (int)file!.DangerousGetHandle(), ref fileOffset, fileLeft, out var sent);
            if (outcome != SendOutcome.Sent)
            {
                return outcome;
            }

            CountFile(sent);
        }

        return SendOutcome.Sent;
    }

    /// <summary>The socket is full: the runtime sends the next few KB when there is room, then sendfile goes on.</summary>
    private async ValueTask<FlushResult> WaitAndSendAsync(CancellationToken cancel)
    {
        var nudge = ArrayPool<byte>.Shared.Rent(Nudge);
        try
        {
            while (true)
            {
                var next = buffer.AsMemory(bufferSent, buffered - bufferSent);
                var fromFile = next.IsEmpty;
                if (fromFile)
                {
                    next = nudge.AsMemory(0, RandomAccess.Read(file!, nudge.AsSpan(0, Math.Min(Nudge, fileLeft)), fileOffset));
                }

                var sent = await SendAsync(next, cancel);
                if (fromFile)
                {
                    fileOffset += sent;
                    CountFile(sent);
                }
                else
                {
                    bufferSent += sent;
                }

                if (SendWhatFits() is var outcome and not SendOutcome.WouldBlock)
                {
                    return EndFlush(outcome);
                }
            }
        }
        catch (Exception exception)
        {
            return EndFlush(exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(nudge);
        }
    }

    /// <summary>All of it, or the client took nothing for too long.</summary>
    private async ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        lock (gate)
        {
            if (stall is null || !stall.TryReset())
            {
                stall?.Dispose();
                stall = new CancellationTokenSource();
            }

            stall.CancelAfter(stallTimeout);
        }

        await using var left = cancel.UnsafeRegister(static writer => ((ZeroCopyWriter)writer!).CancelPendingFlush(), this);
        var sent = await socket.SendAsync(bytes, SocketFlags.None, stall.Token);
        stall.CancelAfter(Timeout.InfiniteTimeSpan);
        return sent;
    }

    private void CountFile(int sent)
    {
        if (sent == 0)
        {
            throw new EndOfStreamException("A file in memory is shorter than it was.");
        }

        fileLeft -= sent;
        if (fileLeft == 0)
        {
            ReleaseFile();
        }
    }

    private FlushResult EndFlush(SendOutcome outcome) => EndFlush(outcome == SendOutcome.Sent ? null : "The client closed the connection.");

    private FlushResult EndFlush(Exception exception) => EndFlush(exception switch
    {
        OperationCanceledException => "The client took no byte for too long, or left.",
        SocketException or ObjectDisposedException => "The client closed the connection.",
        _ => exception.Message,
    });

    /// <summary>After a fault an unknown part of the answer is out, so nothing more may follow on this connection.</summary>
    private FlushResult EndFlush(string? fault)
    {
        bool isCompleted;
        lock (gate)
        {
            flushing = false;
            broken |= fault is not null;
            isCompleted = broken || completed;
            if (isCompleted)
            {
                ReleaseAll();
            }
            else
            {
                ReleaseBuffer();
            }
        }

        if (fault is not null)
        {
            connection.Abort(new ConnectionAbortedException(fault));
        }

        return new(isCanceled: false, isCompleted);
    }

    private void ReleaseAll()
    {
        ReleaseBuffer();
        ReleaseFile();
        stall?.Dispose();
        stall = null;
    }

    private void ReleaseBuffer()
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer); // an idle connection keeps none
        }

        (buffer, buffered, bufferSent) = (null, 0, 0);
    }

    private void ReleaseFile()
    {
        file?.DangerousRelease();
        (state, file, fileLeft) = (FileState.None, null, 0);
    }
}
