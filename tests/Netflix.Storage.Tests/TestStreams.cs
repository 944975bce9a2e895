namespace Netflix.Storage.Tests;

/// <summary>A source of the given length made on the fly, in uneven reads; fails at <c>failAt</c>.</summary>
internal sealed class GeneratedStream(long length, long failAt = long.MaxValue) : Stream
{
    private long position;

    internal static byte At(long position) => (byte)((position * 31) + (position >> 8));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (position >= failAt)
        {
            throw new InvalidDataException("The source broke.");
        }

        var count = (int)Math.Min(Math.Min(buffer.Length, 65_521), length - position);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = At(position + i);
        }

        position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
