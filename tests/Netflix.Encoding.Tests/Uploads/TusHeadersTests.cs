using System.Security.Cryptography;
using Netflix.Encoding.Uploads;

namespace Netflix.Encoding.Tests.Uploads;

public class TusHeadersTests
{
    [TestCase("0", 0L)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("9223372036854775808", null)]
    [TestCase("-1", null)]
    [TestCase("1.0", null)]
    [TestCase(" 1", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void Number_IsWholeAndNotNegative(string? text, long? value) => Assert.That(TusHeaders.ParseNumber(text), Is.EqualTo(value));

    [Test]
    public void Metadata_IsKeysWithBase64()
    {
        var metadata = TusHeaders.ParseMetadata("filename w6Rsc2thLm1wNA==,contentId MQ==, draft");

        Assert.That(metadata!["filename"], Is.EqualTo("älska.mp4"));
        Assert.That(metadata["contentId"], Is.EqualTo("1"));
        Assert.That(metadata["draft"], Is.Empty);
    }

    [TestCase("filename not-base64!")]
    [TestCase("a MQ==,a MQ==")]
    [TestCase("schlüssel MQ==")]
    [TestCase("a\u0001b MQ==")]
    public void Metadata_OtherwiseIsRefused(string header) => Assert.That(TusHeaders.ParseMetadata(header), Is.Null);

    [Test]
    public void Metadata_MayBeMissing() => Assert.That(TusHeaders.ParseMetadata(null), Is.Empty);

    [TestCase("sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "SHA1")]
    [TestCase("sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "SHA256")]
    public void Checksum_IsAlgorithmAndDigest(string header, string algorithm) =>
        Assert.That(TusHeaders.ParseChecksum(header)!.Algorithm, Is.EqualTo(new HashAlgorithmName(algorithm)));

    [TestCase("md5 1B2M2Y8AsgTpgAmY7PhCfg==")]
    [TestCase("sha1 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [TestCase("sha1")]
    [TestCase("sha1 ***")]
    public void Checksum_OtherwiseIsRefused(string header) => Assert.That(TusHeaders.ParseChecksum(header), Is.Null);

    [TestCase("C:\\films\\a.mp4", "a.mp4")]
    [TestCase("../../etc/passwd", "passwd")]
    [TestCase("a\0b", null)]
    [TestCase("/", null)]
    [TestCase(null, null)]
    public void FileName_HasNoFolders(string? text, string? name) => Assert.That(FormField.FileName(text), Is.EqualTo(name));
}
