using FsCheck;
using FsCheck.Fluent;
using Netflix.Contracts;
using Netflix.Delivery.Tokens;

namespace Netflix.Delivery.Tests;

[Parallelizable(ParallelScope.All)]
internal sealed class PathTokensTests
{
    private static readonly string OneKey = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly string OtherKey = Convert.ToBase64String(Enumerable.Range(7, 32).Select(i => (byte)i).ToArray());
    private static readonly PathTokens Tokens = new(new DeliveryOptions { Key = OneKey });

    private static PathGrant Grant => new(Guid.NewGuid(), Guid.NewGuid(), 720, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    [Test]
    public void AnyGrant_ComesBackAsItWas() =>
        Prop.ForAll((Guid asset, ushort rung, uint expiry) =>
        {
            var session = Guid.NewGuid();
            var token = Tokens.Issue(new(asset, session, rung, DateTimeOffset.FromUnixTimeSeconds(expiry)));
            return Tokens.TryRead(token, out var permit) && permit == new PathPermit(asset, session, rung, expiry) && token.Length == PathTokens.Length;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void AnyOneCharacterChanged_IsRefused()
    {
        var token = Tokens.Issue(Grant);
        Assert.That(Tokens.TryRead(token, out _), Is.True);

        for (var i = 0; i < token.Length; i++)
        {
            foreach (var character in "ABCXYZabcxyz0189-_= \n%")
            {
                if (character != token[i])
                {
                    var changed = string.Concat(token.AsSpan(0, i), [character], token.AsSpan(i + 1));
                    Assert.That(Tokens.TryRead(changed, out _), Is.False, changed);
                }
            }
        }
    }

    [Test]
    public void AnyOneBitFlipped_IsRefused() =>
        Prop.ForAll((Guid asset, ushort rung, NonNegativeInt where) =>
        {
            var token = System.Buffers.Text.Base64Url.DecodeFromChars(Tokens.Issue(new(asset, Guid.NewGuid(), rung, DateTimeOffset.UnixEpoch)));
            var bit = where.Get % (token.Length * 8);
            token[bit / 8] ^= (byte)(1 << (bit % 8));
            return !Tokens.TryRead(System.Buffers.Text.Base64Url.EncodeToString(token), out _);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void AnyOtherText_IsRefused() =>
        Prop.ForAll((string? text) => !Tokens.TryRead(text, out _)).QuickCheckThrowOnFailure();

    [TestCase(-1)]
    [TestCase(1)]
    public void TokenOfAnotherLength_IsRefused(int change)
    {
        var token = Tokens.Issue(Grant);

        Assert.That(Tokens.TryRead(change < 0 ? token[..^1] : token + "A", out _), Is.False);
    }

    [Test]
    public void TokenOfAnotherService_IsRefused()
    {
        var other = new PathTokens(new DeliveryOptions { Key = OtherKey });

        Assert.That(other.TryRead(Tokens.Issue(Grant), out _), Is.False);
    }

    [Test]
    public void RotatedKey_ReadsTokensOfTheOldOneWhileItIsListed()
    {
        var old = Tokens.Issue(Grant);
        var rotated = new PathTokens(new DeliveryOptions { Key = OtherKey, KeyId = 2, PreviousKeys = { [1] = OneKey } });
        var forgotten = new PathTokens(new DeliveryOptions { Key = OtherKey, KeyId = 2 });

        Assert.That(rotated.TryRead(old, out _), Is.True);
        Assert.That(rotated.TryRead(rotated.Issue(Grant), out _), Is.True);
        Assert.That(forgotten.TryRead(old, out _), Is.False);
    }

    [Test]
    public void EdgeSecret_KnowsItselfAndOlderKeysOnly()
    {
        var old = new EdgeSecret(new DeliveryOptions { Key = OneKey });
        var rotated = new EdgeSecret(new DeliveryOptions { Key = OtherKey, KeyId = 2, PreviousKeys = { [1] = OneKey } });

        Assert.That(rotated.Accepts(rotated.Authorization), Is.True);
        Assert.That(rotated.Accepts(old.Authorization), Is.True);
        Assert.That(old.Accepts(rotated.Authorization), Is.False);
        Assert.That(old.Accepts(null), Is.False);
        Assert.That(old.Accepts(old.Authorization + "A"), Is.False);
    }
}
