using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class TwoFactorTests
{
    private static async Task<(TestUser User, string Key, string[] RecoveryCodes)> EnabledAsync()
    {
        var user = await App.SignUpAsync();
        var setup = await user.Http.PostAsync("auth/2fa/setup", null).JsonAsync();
        var key = setup.GetProperty("sharedKey").GetString()!;
        var enabled = await user.Http.PostAsJsonAsync("auth/2fa/enable", new { code = CodeOf(key) }).JsonAsync();
        return (user, key, enabled.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!).ToArray());
    }

    private static Task<HttpResponseMessage> LoginAsync(TestUser user, string? twoFactorCode) =>
        App.Anonymous.PostAsJsonAsync("auth/login", new { email = user.Email, password = Password, twoFactorCode });

    /// <summary>RFC 6238 by the book: HMAC-SHA1 of the half minute, six digits; the key in base 32.</summary>
    private static string CodeOf(string key)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // what every authenticator app does
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        return $"{(BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000:000000}";
    }

    [Test]
    public async Task Enabled_SignInNeedsTheCode()
    {
        var (user, key, _) = await EnabledAsync();
        using (user)
        {
            var asked = await LoginAsync(user, null).ProblemAsync(HttpStatusCode.Unauthorized);
            await LoginAsync(user, "000000x").ProblemAsync(HttpStatusCode.Unauthorized);
            await LoginAsync(user, CodeOf(key)).JsonAsync();

            Assert.That(asked.GetProperty("reason").GetString(), Is.EqualTo("twoFactorRequired"));
            Assert.That((await user.Http.GetAsync("account").JsonAsync()).GetProperty("twoFactorEnabled").GetBoolean(), Is.True);
        }
    }

    [Test]
    public async Task WrongPassword_DoesNotAskForTheCode()
    {
        var (user, _, _) = await EnabledAsync();
        using (user)
        {
            var refused = await App.Anonymous.LoginAsync(user.Email, "not my password").ProblemAsync(HttpStatusCode.Unauthorized);

            Assert.That(refused.TryGetProperty("reason", out _), Is.False);
        }
    }

    [Test]
    public async Task RecoveryCode_WorksOnce()
    {
        var (user, _, codes) = await EnabledAsync();
        using (user)
        {
            Assert.That(codes, Has.Length.EqualTo(10));
            await LoginAsync(user, codes[3].ToLowerInvariant()).JsonAsync();
            await LoginAsync(user, codes[3]).ProblemAsync(HttpStatusCode.Unauthorized);
            await LoginAsync(user, codes[4]).JsonAsync();
        }
    }

    [Test]
    public async Task GuessingCodes_IsPaused()
    {
        var (user, key, _) = await EnabledAsync();
        using (user)
        {
            await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => LoginAsync(user, "no code")));

            await LoginAsync(user, CodeOf(key)).ProblemAsync(HttpStatusCode.TooManyRequests);
        }
    }

    [Test]
    public async Task Disable_NeedsTheCodeAndThenNoneIsAsked()
    {
        var (user, key, _) = await EnabledAsync();
        using (user)
        {
            await user.Http.PostAsJsonAsync("auth/2fa/disable", new { code = "no code" }).ProblemAsync(HttpStatusCode.BadRequest);
            await user.Http.PostAsync("auth/2fa/setup", null).ProblemAsync(HttpStatusCode.Conflict);
            await (await user.Http.PostAsJsonAsync("auth/2fa/disable", new { code = CodeOf(key) })).ExpectAsync(HttpStatusCode.NoContent);

            await LoginAsync(user, null).JsonAsync();
            await user.Http.PostAsJsonAsync("auth/2fa/disable", new { code = CodeOf(key) }).ProblemAsync(HttpStatusCode.Conflict);
        }
    }

    [Test]
    public async Task EnableWithoutSetupOrWithAWrongCode_IsRefused()
    {
        using var user = await App.SignUpAsync();

        await user.Http.PostAsJsonAsync("auth/2fa/enable", new { code = "123456" }).ProblemAsync(HttpStatusCode.Conflict);
        await user.Http.PostAsync("auth/2fa/setup", null).JsonAsync();
        await user.Http.PostAsJsonAsync("auth/2fa/enable", new { code = "no code" }).ProblemAsync(HttpStatusCode.BadRequest);
        await user.Http.SendJsonAsync("POST", "auth/2fa/enable", "{}").ProblemAsync(HttpStatusCode.BadRequest);
        await LoginAsync(user, null).JsonAsync();
    }
}
