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
    /// <param name="later">Half minutes ahead, of which two are taken: a code works once, and a test does not wait for the next.</param>
    private static string CodeOf(string key, int later = 0)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + later);
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
            var wrong = await LoginAsync(user, "000000x").ProblemAsync(HttpStatusCode.Unauthorized);
            await LoginAsync(user, CodeOf(key, later: 1)).JsonAsync();

            Assert.That(asked.GetProperty("reason").GetString(), Is.EqualTo("twoFactorRequired"));
            Assert.That(wrong.GetProperty("reason").GetString(), Is.EqualTo("twoFactorInvalid"));
            Assert.That(wrong.GetProperty("detail").GetString(), Does.Contain("wrong or was used"));
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

            await LoginAsync(user, CodeOf(key, later: 1)).ProblemAsync(HttpStatusCode.TooManyRequests);
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
            await (await user.Http.PostAsJsonAsync("auth/2fa/disable", new { code = CodeOf(key, later: 1) })).ExpectAsync(HttpStatusCode.NoContent);

            await LoginAsync(user, null).JsonAsync();
            await user.Http.PostAsJsonAsync("auth/2fa/disable", new { code = CodeOf(key, later: 2) }).ProblemAsync(HttpStatusCode.Conflict);
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

    [Test]
    public async Task CodeThatEnabled_DoesNotSignIn()
    {
        using var user = await App.SignUpAsync();
        var key = (await user.Http.PostAsync("auth/2fa/setup", null).JsonAsync()).GetProperty("sharedKey").GetString()!;
        var code = CodeOf(key, later: 1);
        await user.Http.PostAsJsonAsync("auth/2fa/enable", new { code }).JsonAsync();

        var refused = await LoginAsync(user, code).ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.That(refused.GetProperty("reason").GetString(), Is.EqualTo("twoFactorInvalid"));
    }

    [Test]
    public async Task UsedCode_WorksNowhereAgainHoweverItIsWritten()
    {
        var (user, key, _) = await EnabledAsync();
        using (user)
        {
            var code = CodeOf(key, later: 1);
            await LoginAsync(user, code).JsonAsync();

            foreach (var again in new[] { code, $" {code[..3]} {code[3..]} ", "+" + code, "0" + code, code + "\0", code + "\t" })
            {
                await LoginAsync(user, again).ProblemAsync(HttpStatusCode.Unauthorized);
            }

            await user.Http.PostAsJsonAsync("auth/2fa/disable", new { code }).ProblemAsync(HttpStatusCode.BadRequest);
            await LoginAsync(user, CodeOf(key, later: 2)).JsonAsync();
        }
    }

    [Test]
    public async Task ParallelReplays_OneSignsIn()
    {
        var (user, key, _) = await EnabledAsync();
        using (user)
        {
            var code = CodeOf(key, later: 1);

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoginAsync(user, code)));

            Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
            Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized), Is.EqualTo(7));
        }
    }

    [Test]
    public async Task EnableWhenOn_SaysThatItIsOn()
    {
        var (user, key, _) = await EnabledAsync();
        using (user)
        {
            var refused = await user.Http.PostAsJsonAsync("auth/2fa/enable", new { code = CodeOf(key, later: 1) }).ProblemAsync(HttpStatusCode.Conflict);

            Assert.That(refused.GetProperty("detail").GetString(), Is.EqualTo("The second factor is on already."));
        }
    }
}
