using Microsoft.Extensions.Options;
using Netflix.Encoding.Protection;

namespace Netflix.Encoding.Tests.Protection;

public class KeySealTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(number => (byte)number)];
    private static readonly (Guid Asset, Guid KeyId) One = (Guid.NewGuid(), Guid.NewGuid());

    [Test]
    public void SealedKey_OpensForItsOwnAssetAndIdAlone()
    {
        var seal = Seal(1);
        var whole = seal.Seal(One.Asset, One.KeyId, Key);

        Assert.That(seal.Open(One.Asset, One.KeyId, whole), Is.EqualTo(Key));
        Assert.That(() => seal.Open(Guid.NewGuid(), One.KeyId, whole), Throws.InvalidOperationException);
        Assert.That(() => seal.Open(One.Asset, Guid.NewGuid(), whole), Throws.InvalidOperationException);
        Assert.That(seal.Seal(One.Asset, One.KeyId, Key), Is.Not.EqualTo(whole), "a nonce is used once");
    }

    [Test]
    public void ChangedSecret_IsNamed()
    {
        var whole = Seal(1).Seal(One.Asset, One.KeyId, Key);

        Assert.That(() => Seal(2).Open(One.Asset, One.KeyId, whole), Throws.InvalidOperationException.With.Message.Contains("Netflix:Encoding:KeySecret"));
    }

    [TestCase("", ProtectionMode.Cbcs, false)]
    [TestCase("AAAA", ProtectionMode.Cbcs, false)]
    [TestCase("no base64", ProtectionMode.None, false)]
    [TestCase("", ProtectionMode.None, true)]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", ProtectionMode.Cbcs, true)]
    public void Secret_IsNeededWhereFilmsAreEncrypted(string secret, object mode, bool valid) =>
        Assert.That(new EncodingOptions.Validator().Validate(new EncodingOptions { KeySecret = secret, Protection = (ProtectionMode)mode }).IsValid, Is.EqualTo(valid));

    private static KeySeal Seal(byte secret) => new(Options.Create(new EncodingOptions { KeySecret = Convert.ToBase64String(Enumerable.Repeat(secret, 32).ToArray()) }));
}
