using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Media;

/// <summary>
/// From a source's frames to those that are encoded: progressive, at a constant rate, 8-bit colours of BT.709. Upright they
/// come from ffmpeg, which obeys the file's rotation; square pixels come with the scaling to a rung, for
/// <see cref="SourceFilm.Width"/> is the size as shown.
/// </summary>
internal static class PictureFilter
{
    // No rung is larger: a frame of 7680x4320 in floats, as tone-mapping has it, would be 400 MB.
    private const int LargestWidth = 3840;
    private const int LargestHeight = 2160;

    // What players take as BT.709 when a file says nothing: all but television of standard definition.
    private const int LinesOfStandardDefinition = 576;

    /// <param name="offset">Seconds from where the file was opened to the first frame wanted, whose time becomes zero; what is due before it is dropped.</param>
    internal static string Of(SourceFilm film, double offset) => string.Join(',', Parts(film, offset));

    private static IEnumerable<string> Parts(SourceFilm film, double offset)
    {
        if (film.Interlaced)
        {
            yield return $"bwdif=mode=send_frame:parity={film.Parity ?? "auto"}:deint=all";
        }

        yield return $"setpts=PTS-{Ffmpeg.Text(offset)}/TB,fps={film.Rate}:start_time=0";
        var scale = Math.Min(1, Math.Min((double)LargestHeight / film.Height, (double)LargestWidth / film.Width));
        if (scale < 1 || film.IsHdr || IsWide(film)) // zscale takes even sizes only
        {
            yield return $"scale={RungLadder.Even(film.Width * scale)}:{RungLadder.Even(film.Height * scale)},setsar=1";
        }

        if (Colours(film) is { } colours)
        {
            yield return colours;
        }

        // Said of every rung, for what is not said players guess by its size, and colours would change with the rung.
        yield return "setparams=field_mode=prog:range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709";
    }

    /// <summary>Null when the colours are BT.709's already.</summary>
    private static string? Colours(SourceFilm film)
    {
        if (film.IsHdr)
        {
            // In linear light, where 1 is the 100 cd/m2 that SDR's white was made for; highlights are rolled off, not cut.
            return $"zscale=tin={film.Transfer}:pin=bt2020:min=bt2020nc:rin={(film.FullRange ? "full" : "limited")}:t=linear:npl=100,format=gbrpf32le,zscale=p=bt709," +
                "tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=limited,format=yuv420p";
        }

        if (IsWide(film))
        {
            return $"zscale=tin=bt709:pin=bt2020:min=bt2020nc:rin={(film.FullRange ? "full" : "limited")}:p=bt709:t=bt709:m=bt709:r=limited,format=yuv420p";
        }

        var matrix = IsRgb(film) ? "auto" : film.Matrix switch
        {
            "bt709" => "bt709",
            "smpte170m" or "bt470bg" => "bt601",
            "fcc" or "smpte240m" => film.Matrix,
            _ => Math.Min(film.Width, film.Height) > LinesOfStandardDefinition ? "bt709" : "bt601",
        };
        return matrix == "bt709" && !film.FullRange
            ? null
            : $"scale=in_color_matrix={matrix}:in_range={(film.FullRange || IsRgb(film) ? "full" : "limited")}:out_color_matrix=bt709:out_range=limited,format=yuv420p";
    }

    /// <summary>BT.2020's colours without its brightness.</summary>
    private static bool IsWide(SourceFilm film) => !film.IsHdr && film.Matrix is "bt2020nc" or "bt2020c";

    private static bool IsRgb(SourceFilm film) =>
        new[] { "rgb", "bgr", "gbr", "argb", "abgr", "pal8", "0rgb", "0bgr" }.Any(name => film.PixelFormat.StartsWith(name, StringComparison.Ordinal));
}
