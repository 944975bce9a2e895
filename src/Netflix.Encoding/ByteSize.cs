using System.Globalization;

namespace Netflix.Encoding;

/// <summary>Bytes as people say them, in the decimal units of the studio's pages.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>536870912000 is "536.9 GB", 10485760 is "10.5 MB".</summary>
    internal static string Text(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
        {
            size /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {Units[unit]}");
    }
}
