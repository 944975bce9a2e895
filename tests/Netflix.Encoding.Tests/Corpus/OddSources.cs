using System.Buffers.Binary;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Corpus;

/// <summary>What must become of a source.</summary>
/// <param name="Width">As shown, of the largest rung; 0: any.</param>
/// <param name="Seconds">As long as the asset must be, give or take a tenth of a second and a frame.</param>
/// <param name="Refusal">A part of the sentence that it fails with; null: it becomes an asset.</param>
/// <param name="Audio">Sound tracks of the asset, as language and channels.</param>
/// <param name="Subtitles">A part of the WebVTT that the asset has; null: it has none.</param>
/// <param name="Finding">A part of what the studio is told of the subtitles; null: nothing.</param>
internal sealed record OddSource(
    string Name, Func<string, Task> MakeAsync, string? Refusal = null, double Seconds = 1, int Width = 320, int Height = 180, string? Audio = null, double? FrameRate = null,
    string? Subtitles = null, string? Finding = null);

/// <summary>Hostile and odd sources, made by ffmpeg's generators and by spoiling what they made.</summary>
internal static class OddSources
{
    private const string Picture = "testsrc2=size=320x180:rate=25:duration=1";
    private const string Tone = "sine=frequency=440:sample_rate=48000:duration=1";
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

    /// <param name="secret">A film that must never be read.</param>
    /// <param name="trap">An address that must never be asked.</param>
    internal static IEnumerable<OddSource> All(string secret, string trap) =>
    [
        // Not films
        Bytes("zero bytes but one", [0], "not a film"),
        Text("text", string.Concat(Enumerable.Repeat("This is not a film.\n", 200)), "not a film"),
        Bytes("random bytes", Noise(100_000), "not a film"),
        Bytes("zip", [0x50, 0x4b, 3, 4, .. Noise(20_000)], "not a film"),
        Film("png", $"-f lavfi -i {Picture} -frames:v 1 -f image2 -c:v png", "not a film"),
        Film("jpeg", $"-f lavfi -i {Picture} -frames:v 1 -f image2 -c:v mjpeg", "not a film"),
        Film("gif", $"-f lavfi -i {Picture} -f gif", "not a film"),
        Film("sound alone", $"-f lavfi -i {Tone} -c:a aac -f mp4", "no picture"),
        Film("sound with a cover", $"-f lavfi -i {Tone} -f lavfi -i {Picture} -map 0 -map 1 -frames:v 1 -c:a aac -c:v mjpeg -disposition:v attached_pic -f mp4", "no picture"),
        Film("subtitles alone", $"-f srt -i {{srt}} -c:s srt -f matroska", "no picture"),

        // Files that name others
        Text("m3u8 with a file", $"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:4,\n{secret}\n#EXT-X-ENDLIST\n", "not a film"),
        Text("m3u8 with an address", $"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:4,\n{trap}/a.ts\n#EXT-X-ENDLIST\n", "not a film"),
        Text("mpd", $"<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" mediaPresentationDuration=\"PT4S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>{trap}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>", "not a film"),
        Text("concat script", $"ffconcat version 1.0\nfile '{secret}'\n", "not a film"),
        Text("sdp", $"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {new Uri(trap).Port} RTP/AVP 96\na=rtpmap:96 H264/90000\n", "not a film"),
        Text("name pattern", "frame%03d.png", "not a film"),
        Text("asx", $"<asx version=\"3.0\"><entry><ref href=\"{trap}/a.asf\"/></entry></asx>", "not a film"),
        Made("mov that refers to another file", file => ReferringMovAsync(file, secret), "another file"),

        // Broken films
        Bytes("mp4 without films", Atom("ftyp", "isom\0\0\0\0isom"u8.ToArray()), ""),
        Spoiled("mp4 without index", $"{Whole(H264)} -f mp4", bytes => bytes[..(bytes.Length * 3 / 5)], "cut short"),
        Spoiled("mp4 cut behind its index", $"{Whole(H264)} -movflags +faststart -f mp4", bytes => bytes[..(bytes.Length * 3 / 5)], "cut short"),
        Spoiled("mkv cut", $"{Whole(H264)} -f matroska", bytes => bytes[..(bytes.Length * 3 / 5)], "cut short"),
        Spoiled("mp4 flipped in the header", $"{Whole(H264)} -movflags +faststart -f mp4", bytes => Flip(bytes, 60, 40), ""),
        Spoiled("mp4 flipped in the middle", $"{Whole(H264)} -f mp4", bytes => Flip(bytes, bytes.Length / 2, 300), "damaged"),
        Spoiled("ts flipped in the middle", $"{Whole(H264)} -f mpegts", bytes => Flip(bytes, bytes.Length / 2, 1200), "damaged"),
        Spoiled("avi flipped at its end", $"{Whole("-c:v mpeg4")} -f avi", bytes => Flip(bytes, bytes.Length - 20_000, 300), "damaged"),
        Spoiled("30 hours claimed", $"{Whole(H264)} -f matroska", ClaimThirtyHours, "cut short"),
        Film("30 hours between two pictures", $"-f lavfi -i {Picture} -frames:v 2 -vf setpts=N*108000/TB -fps_mode passthrough -enc_time_base 1:1 {H264} -f matroska", "24:00:00"),
        Film("20 hours between two pictures", $"-f lavfi -i {Picture} -frames:v 2 -vf setpts=N*72000/TB -fps_mode passthrough -enc_time_base 1:1 {H264} -f matroska", "its times are damaged"),

        // Sizes
        Film("one pixel", "-f lavfi -i testsrc2=size=8x8:rate=25:duration=1,scale=1:1 -c:v ffv1 -pix_fmt gray -f matroska", "1x1"),
        Film("a picture of 16384", "-f lavfi -i color=size=16384x64:rate=25:duration=0.08 -c:v ffv1 -f matroska", "16384x64"),
        Film("7680x4320", "-f lavfi -i testsrc2=size=7680x4320:rate=25:duration=0.04 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -f mp4", Seconds: 0.04, Width: 3840, Height: 2160),
        Film("a minute of one colour", $"-f lavfi -i color=c=navy:size=320x180:rate=12:duration=60 {H264} -f mp4", Seconds: 60),
        Film("odd size", "-f lavfi -i testsrc2=size=321x181:rate=25:duration=1 -c:v ffv1 -f matroska"),
        Film("anamorphic", $"-f lavfi -i testsrc2=size=180x144:rate=25:duration=1,setsar=64/45 {H264} -f mp4", Width: 256, Height: 144),
        Film("upright phone film", $"-f lavfi -i {Picture} {H264} -f mp4", Width: 180, Height: 320, turn: "90"),
        Film("upside down", $"-f lavfi -i {Picture} {H264} -f mp4", turn: "180"),

        // Times
        Film("one picture", $"-f lavfi -i {Picture} -frames:v 1 {H264} -f mp4", Seconds: 0.04),
        Film("1 frame a second", $"-f lavfi -i testsrc2=size=320x180:rate=1:duration=3 {H264} -f mp4", Seconds: 3),
        Film("120 frames a second", $"-f lavfi -i testsrc2=size=320x180:rate=120:duration=1 {H264} -f mp4", FrameRate: 60),
        Film("variable rate", $"-f lavfi -i {Picture} -vf select='not(eq(mod(n\\,5)\\,2))' -fps_mode vfr {H264} -f matroska"),
        Film("negative times", $"-f lavfi -i {Picture} -f lavfi -i {Tone} {H264} -c:a aac -output_ts_offset -0.5 -avoid_negative_ts disabled -f mp4", Seconds: 0.5, Audio: "und/2"),
        Film("no times", $"-f lavfi -i {Picture} -f lavfi -i {Tone} {H264} -c:a aac -output_ts_offset -5 -avoid_negative_ts disabled -f matroska", "no times"),
        Film("picture later than sound", $"-f lavfi -i {Tone} -itsoffset 0.4 -f lavfi -i {Picture} {H264} -c:a aac -f matroska", Seconds: 1.4, Audio: "und/2"),
        Film("sound later than picture", $"-f lavfi -i {Picture} -itsoffset 0.4 -f lavfi -i {Tone} {H264} -c:a aac -f matroska", Audio: "und/2"),
        Film("open groups of B-frames", $"-f lavfi -i testsrc2=size=320x180:rate=25:duration=2 -c:v libx264 -preset fast -x264-params open-gop=1:keyint=12:bframes=3 -pix_fmt yuv420p -f mpegts", Seconds: 2),
        Film("edit list", $"-ss 0.5 -i {{film}} -c copy -f mp4", Seconds: 1.5),

        // Colours
        Film("PQ of 10 bits", $"-f lavfi -i {Picture},format=yuv420p10le -c:v libx265 -preset ultrafast -x265-params log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc -f mp4"),
        Film("HLG of odd size", "-f lavfi -i testsrc2=size=321x181:rate=25:duration=0.4,format=yuv420p10le -c:v ffv1 -color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc -f matroska", Seconds: 0.4),
        Film("ProRes 4:2:2 of 10 bits", $"-f lavfi -i {Picture},format=yuv422p10le -c:v prores_ks -f mov"),
        Film("RGB", $"-f lavfi -i {Picture},format=gbrp -c:v ffv1 -f matroska"),
        Film("4:4:4", $"-f lavfi -i {Picture} -c:v libx264 -preset ultrafast -pix_fmt yuv444p -f mp4"),
        Film("grey", $"-f lavfi -i {Picture},format=gray -c:v ffv1 -f matroska"),
        Film("full range", $"-f lavfi -i {Picture} -c:v mjpeg -pix_fmt yuvj420p -f avi"),

        // Fields
        Film("interlaced MPEG-2", "-f lavfi -i testsrc2=size=352x288:rate=50:duration=1,tinterlace=interleave_top -c:v mpeg2video -flags +ildct+ilme -f mpegts", Width: 294, Height: 240),
        Film("interlaced and called progressive", "-f lavfi -i testsrc2=size=352x288:rate=50:duration=1,tinterlace=interleave_top,setfield=prog -c:v ffv1 -f matroska", Width: 294, Height: 240),

        // Containers and codecs
        Film("avi", $"-f lavfi -i {Picture} -f lavfi -i {Tone} -c:v mpeg4 -c:a mp3 -f avi", Audio: "und/2"),
        Film("flv", $"-f lavfi -i {Picture} -f lavfi -i {Tone} -c:v flv1 -ar 44100 -c:a mp3 -f flv", Audio: "und/2"),
        Film("mxf", $"-f lavfi -i {Picture} -f lavfi -i {Tone} -c:v mpeg2video -c:a pcm_s16le -f mxf", Audio: "und/2"),
        Film("webm with VP9", $"-f lavfi -i {Picture} -f lavfi -i {Tone} -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus -f webm", Audio: "und/2"),
        Film("AV1", $"-f lavfi -i {Picture} -c:v libsvtav1 -preset 12 -f mp4"),
        Film("wrong extension", $"-f lavfi -i {Picture} {H264} -f matroska"),
        Film("several pictures", $"-f lavfi -i testsrc2=size=160x90:rate=25:duration=1 -f lavfi -i {Picture} -map 0 -map 1 {H264} -disposition:v:0 0 -disposition:v:1 default -f matroska"),
        Film("film with a cover", $"-f lavfi -i {Picture} -f lavfi -i {Picture} -map 0 -map 1 -frames:v:0 25 -frames:v:1 1 -c:v:0 libx264 -preset ultrafast -pix_fmt:v:0 yuv420p -c:v:1 png -disposition:v:1 attached_pic -f mp4"),

        // Sound
        Film("mono", $"-f lavfi -i {Picture} -f lavfi -i {Tone} {H264} -ac 1 -c:a aac -f mp4", Audio: "und/2"),
        Film("7.1", $"-f lavfi -i {Picture} -f lavfi -i {Tone},pan=7.1|c0=c0|c2=c0|c6=c0 {H264} -c:a flac -metadata:s:a language=swe -f matroska", Audio: "sv/2 sv/6"),
        Film("16 channels", $"-f lavfi -i {Picture} -f lavfi -i aevalsrc={string.Join('|', Enumerable.Repeat("sin(2600*t)", 16))}:d=1 {H264} -c:a pcm_s16le -f mov", Audio: "und/2 und/6"),
        Film("silence", $"-f lavfi -i {Picture} -f lavfi -i anullsrc=d=1 {H264} -c:a aac -f mp4", Audio: "und/2"),
        Film("several languages", $"-f lavfi -i {Picture} -f lavfi -i {Tone} -map 0 -map 1 -map 1 -map 1 {H264} -c:a aac -metadata:s:a:0 language=eng -metadata:s:a:1 language=swe -metadata:s:a:2 language=eng -f mp4", Audio: "en/2 sv/2 en/2"),
        Film("sound much longer than the picture", $"-f lavfi -i {Picture} -f lavfi -i sine=duration=30 {H264} -c:a aac -f mp4", Audio: "und/2"),
        Film("sound much longer than the picture of an mkv", $"-f lavfi -i {Picture} -f lavfi -i sine=duration=30 {H264} -c:a aac -f matroska", Audio: "und/2"),

        .. OddSubtitles.All(),
    ];

    private static string Whole(string codec) =>
        $"-f lavfi -i testsrc2=size=320x180:rate=24:duration=4,noise=alls=40:allf=t {codec}";

    private static OddSource Film(
        string name, string arguments, string? refusal = null, double Seconds = 1, int Width = 320, int Height = 180, string? Audio = null, double? FrameRate = null, string? turn = null) =>
        new(name, file => RunAsync(file, arguments, turn), refusal, Seconds, Width, Height, Audio, FrameRate);

    private static OddSource Made(string name, Func<string, Task> make, string refusal) => new(name, make, refusal);

    private static OddSource Text(string name, string text, string refusal) => Made(name, file => File.WriteAllTextAsync(file, text), refusal);

    private static OddSource Bytes(string name, byte[] bytes, string refusal) => Made(name, file => File.WriteAllBytesAsync(file, bytes), refusal);

    private static OddSource Spoiled(string name, string arguments, Func<byte[], byte[]> spoil, string refusal) => Made(name, async file =>
    {
        await RunAsync(file, arguments, null);
        await File.WriteAllBytesAsync(file, spoil(await File.ReadAllBytesAsync(file)));
    }, refusal);

    private static async Task RunAsync(string file, string arguments, string? turn)
    {
        if (arguments.Contains("{srt}", StringComparison.Ordinal))
        {
            await File.WriteAllTextAsync($"{file}.srt", "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
        }

        if (arguments.Contains("{film}", StringComparison.Ordinal))
        {
            await RunAsync($"{file}.film", $"-f lavfi -i testsrc2=size=320x180:rate=25:duration=2 {H264} -bf 2 -g 50 -f mp4", null);
        }

        var words = arguments.Split(' ').Select(word => word.Trim('\'').Replace("{srt}", $"{file}.srt", StringComparison.Ordinal).Replace("{film}", $"{file}.film", StringComparison.Ordinal));
        await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", .. words, file]);
        if (turn is not null)
        {
            await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-i", file, "-c", "copy", "-metadata:s:v", $"rotate={turn}", "-f", "mp4", $"{file}.turned"]);
            File.Move($"{file}.turned", file, overwrite: true);
        }
    }

    internal static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Flip(byte[] bytes, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            bytes[i] ^= 0x5a;
        }

        return bytes;
    }

    /// <summary>Matroska's duration (44 89) is a number in milliseconds.</summary>
    private static byte[] ClaimThirtyHours(byte[] bytes)
    {
        var at = bytes.AsSpan().IndexOf([(byte)0x44, (byte)0x89, (byte)0x88]) + 3;
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(at), 30 * 3600 * 1000.0);
        return bytes;
    }

    private static byte[] Atom(string name, params byte[][] content)
    {
        byte[] all = [.. content.SelectMany(part => part)];
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, all.Length + 8);
        return [.. size, .. System.Text.Encoding.ASCII.GetBytes(name), .. all];
    }

    /// <summary>A QuickTime film whose pictures lie in another file, as its data reference says: an alias with the absolute path.</summary>
    private static async Task ReferringMovAsync(string file, string other)
    {
        await RunAsync(file, $"-f lavfi -i {Picture} {H264} -f mov", null);
        var bytes = await File.ReadAllBytesAsync(file);
        var at = bytes.AsSpan().IndexOf("dref"u8) - 4;
        var size = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
        var path = System.Text.Encoding.ASCII.GetBytes(other);
        var alias = new byte[150];
        byte[] entry = [.. alias, 0, 2, .. Short(path.Length), .. path, .. new byte[path.Length % 2], 0xff, 0xff, 0, 0];
        var dref = Atom("dref", [0, 0, 0, 0, 0, 0, 0, 1], Atom("alis", [0, 0, 0, 0], entry));
        var grown = dref.Length - size;
        bytes = [.. bytes[..at], .. dref, .. bytes[(at + size)..]];
        foreach (var name in new[] { "moov", "trak", "mdia", "minf", "dinf" })
        {
            var start = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name)) - 4;
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(start), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(start)) + grown);
        }

        await File.WriteAllBytesAsync(file, bytes);

        static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];
    }
}
