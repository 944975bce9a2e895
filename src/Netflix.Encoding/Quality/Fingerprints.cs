namespace Netflix.Encoding.Quality;

/// <summary>
/// The pictures of a run of frames, each as 16 x 9 means of brightness: 144 bytes, enough to tell a frame from its
/// neighbours where anything moves, whatever size and quality it was encoded at.
/// </summary>
internal sealed class Fingerprints(byte[] data)
{
    internal const int Width = 16;
    internal const int Height = 9;
    internal const int FrameBytes = Width * Height;

    // In two steps: from 3840 columns at once, swscale's rounding makes black 13 levels brighter.
    /// <summary>What makes a frame's fingerprint, for ffmpeg; its output is raw.</summary>
    internal static readonly string Filter = $"scale=256:144:flags=area,scale={Width}:{Height}:flags=area,format=gray";

    public int Count => data.Length / FrameBytes;

    internal ReadOnlySpan<byte> this[int frame] => data.AsSpan(frame * FrameBytes, FrameBytes);

    internal static async Task<Fingerprints> ReadAsync(string file, CancellationToken cancel) => new(await File.ReadAllBytesAsync(file, cancel));

    /// <summary>Frames from <paramref name="first"/> on, as many as there are up to <paramref name="count"/>.</summary>
    internal byte[] Slice(int first, int count) =>
        first >= Count ? [] : data[(first * FrameBytes)..(Math.Min(first + count, Count) * FrameBytes)];

    /// <summary>Mean difference of two frames, in levels of 255.</summary>
    internal static double Distance(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var sum = 0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += Math.Abs(one[i] - other[i]);
        }

        return (double)sum / one.Length;
    }

    /// <summary>Mean difference of each frame of <paramref name="made"/> to the source's that is <paramref name="shift"/> frames later.</summary>
    internal static double[] Distances(Fingerprints made, Fingerprints source, int shift = 0)
    {
        var first = Math.Max(0, -shift);
        var end = Math.Min(made.Count, source.Count - shift);
        var distances = new double[Math.Max(0, end - first)];
        for (var frame = first; frame < end; frame++)
        {
            distances[frame - first] = Distance(made[frame], source[frame + shift]);
        }

        return distances;
    }
}
