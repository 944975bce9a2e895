using System.Net;
using Netflix.Testing;

namespace Netflix.Encoding.Tests;

/// <summary>Sources that cannot be used fail with a sentence, at once, and leave nothing in the store.</summary>
public class BadSourceTests
{
    [TestCase("text", "not a film")]
    [TestCase("playlist", "not a film", Description = "it names a local file, which must never be opened")]
    [TestCase("no index", "cut short")]
    [TestCase("index but no end", "cut short")]
    [TestCase("cut transport stream", "damaged")]
    [TestCase("flipped bits", "damaged")]
    [TestCase("sound only", "no picture")]
    [TestCase("tiny", "8x8")]
    public async Task Source_IsRefused(string kind, string sentence)
    {
        var job = await EncodingApp.EncodeAsync(await MakeAsync(kind));

        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("failed"), job.ToString());
        Assert.That(job.GetProperty("error").GetString(), Does.Contain(sentence));
        await Expect.EventuallyAsync(() => EncodingApp.StoreIsEmptyOfAsync(job), empty => empty);
        var retry = EncodingApp.Studio.Http.PostAsync($"admin/encoding/{job.GetProperty("jobId").GetGuid()}/retry", null);
        await retry.ProblemAsync(HttpStatusCode.Conflict);
    }

    [Test]
    public async Task EmptyFile_IsRefusedAtOnce()
    {
        var file = EncodingApp.TempFile("empty.mp4");
        await File.WriteAllBytesAsync(file, []);
        var contentId = await EncodingApp.Studio.CreateTitleAsync();

        var problem = await EncodingApp.Studio.UploadAsync(contentId, file).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("empty"));
    }

    private static async Task<string> MakeAsync(string kind)
    {
        var file = EncodingApp.TempFile("bad.mp4");
        switch (kind)
        {
            case "text": await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("This is not a film.\n", 500))); break;
            case "playlist": await File.WriteAllTextAsync(file, "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:4,\n/etc/passwd\n#EXT-X-ENDLIST\n"); break;
            case "sound only": await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "sine=duration=2", "-c:a", "aac", file]); break;
            case "tiny": await TestFilm.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=8x8:duration=1", "-c:v", "ffv1", "-f", "matroska", file]); break;
            case "no index": await CutAsync(file, []); break;
            case "index but no end": await CutAsync(file, ["-movflags", "+faststart"]); break;
            case "cut transport stream": await CutAsync(file, ["-f", "mpegts"]); break;
            case "flipped bits":
                await TestFilm.RunAsync("ffmpeg", [.. Noise, file]);
                var bytes = await File.ReadAllBytesAsync(file);
                for (var i = bytes.Length / 2; i < (bytes.Length / 2) + 500; i++)
                {
                    bytes[i] ^= 0x5a;
                }

                await File.WriteAllBytesAsync(file, bytes);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(kind));
        }

        return file;
    }

    private static readonly string[] Noise =
        ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=5,noise=alls=40:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];

    private static async Task CutAsync(string file, string[] output)
    {
        await TestFilm.RunAsync("ffmpeg", [.. Noise, .. output, file]);
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length * 3 / 5)]);
    }
}
