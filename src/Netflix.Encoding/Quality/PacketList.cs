using System.Globalization;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Quality;

/// <param name="Time">Seconds; when it is shown.</param>
internal readonly record struct Packet(double Time, bool Key, int Size);

/// <summary>The packets of the one track of a file of ours, in decoding order, read without decoding.</summary>
internal static class PacketList
{
    internal static async Task<IReadOnlyList<Packet>> ReadAsync(Ffmpeg ffmpeg, string file, double seconds, CancellationToken cancel)
    {
        var packets = new List<Packet>();
        await ffmpeg.ProbeAsync(
            [.. Ffmpeg.OwnInput, "-show_entries", "packet=pts_time,size,flags", "-of", "csv=p=0", file],
            Path.GetDirectoryName(file)!, Ffmpeg.LimitFor(seconds), Add, cancel);
        return packets;

        void Add(string line)
        {
            if (line.Split(',') is [var time, var size, var flags, ..])
            {
                packets.Add(new(double.Parse(time, CultureInfo.InvariantCulture), flags.StartsWith('K'), int.Parse(size, CultureInfo.InvariantCulture)));
            }
        }
    }
}
