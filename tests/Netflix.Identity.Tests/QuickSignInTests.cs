using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class QuickSignInTests
{
    private static Task<JsonElement> CodeAsync() =>
        App.Anonymous.PostAsJsonAsync("auth/device/code", new { deviceName = "Living room", deviceType = "tv" }).JsonAsync();

    private static Task<HttpResponseMessage> CollectAsync(JsonElement code) =>
        App.Anonymous.PostAsJsonAsync("auth/device/token", new { deviceCode = code.GetProperty("deviceCode").GetString() });

    private static async Task<string?> ReasonAsync(JsonElement code) =>
        (await CollectAsync(code).ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("reason").GetString();

    private static string UserCode(JsonElement code) => code.GetProperty("userCode").GetString()!;

    private static Task<HttpResponseMessage> DecideAsync(TestUser user, string how, string? userCode) =>
        user.Http.PostAsJsonAsync($"auth/device/{how}", new { userCode });

    [Test]
    public async Task ConfirmedTelevision_IsSignedInOnce()
    {
        using var user = await App.SignUpAsync();
        var code = await CodeAsync();
        Assert.That(UserCode(code), Does.Match("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$"));
        Assert.That(code.GetProperty("verificationUrl").GetString(), Is.EqualTo(App.BaseUrl + "/link"));
        Assert.That(code.GetProperty("expiresIn").GetInt32(), Is.EqualTo(600));
        Assert.That(code.GetProperty("interval").GetInt32(), Is.EqualTo(5));
        Assert.That(await ReasonAsync(code), Is.EqualTo("authorizationPending"));

        var shown = await user.Http.GetAsync($"auth/device/{UserCode(code).ToLowerInvariant().Replace("-", "")}").JsonAsync();
        await (await DecideAsync(user, "approve", UserCode(code))).ExpectAsync(HttpStatusCode.NoContent);
        var signedIn = await CollectAsync(code).JsonAsync();

        Assert.That(shown.GetProperty("deviceName").GetString(), Is.EqualTo("Living room"));
        Assert.That(shown.GetProperty("deviceType").GetString(), Is.EqualTo("tv"));
        Assert.That(shown.GetProperty("address").GetString(), Is.EqualTo("127.0.0.1"));
        Assert.That(signedIn.GetProperty("userId").GetGuid(), Is.EqualTo(user.AccountId));
        Assert.That(signedIn.GetProperty("profiles")[0].GetProperty("profileId").GetGuid(), Is.EqualTo(user.ProfileId));
        using var television = App.WithToken(signedIn.GetProperty("accessToken").GetString()!);
        await television.GetAsync("account").JsonAsync();
        var devices = (await user.Http.GetAsync("devices").JsonAsync()).GetProperty("items").EnumerateArray();
        Assert.That(devices.Select(device => device.GetProperty("name").GetString()), Does.Contain("Living room"));
        Assert.That(await ReasonAsync(code), Is.EqualTo("expiredToken"));
        await DecideAsync(user, "approve", UserCode(code)).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task ParallelCollects_SignInOnce()
    {
        using var user = await App.SignUpAsync();
        var code = await CodeAsync();
        await (await DecideAsync(user, "approve", UserCode(code))).ExpectAsync(HttpStatusCode.NoContent);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CollectAsync(code)));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(await App.CountAsync("identity.devices where account_id = $1", user.AccountId), Is.EqualTo(2));
    }

    [Test]
    public async Task DeniedTelevision_IsToldSo()
    {
        using var user = await App.SignUpAsync();
        var code = await CodeAsync();

        await (await DecideAsync(user, "deny", UserCode(code))).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That(await ReasonAsync(code), Is.EqualTo("accessDenied"));
        Assert.That(await ReasonAsync(code), Is.EqualTo("expiredToken"));
    }

    [Test]
    public async Task AskingTooOften_IsSlowedDown()
    {
        var code = await CodeAsync();

        Assert.That(await ReasonAsync(code), Is.EqualTo("authorizationPending"));
        Assert.That(await ReasonAsync(code), Is.EqualTo("slowDown"));
    }

    [Test]
    public async Task ExpiredCode_IsNeitherShownNorConfirmedNorCollected()
    {
        using var user = await App.SignUpAsync();
        var code = await CodeAsync();
        await App.SqlAsync(
            "update identity.device_links set expires_at = now() where user_hash = sha256(convert_to($1, 'UTF8'))", UserCode(code).Replace("-", ""));

        await user.Http.GetAsync($"auth/device/{UserCode(code)}").ProblemAsync(HttpStatusCode.NotFound);
        await DecideAsync(user, "approve", UserCode(code)).ProblemAsync(HttpStatusCode.NotFound);
        Assert.That(await ReasonAsync(code), Is.EqualTo("expiredToken"));
    }

    [Test]
    public async Task GuessingCodes_IsPausedAlsoBetweenRightOnes()
    {
        using var user = await App.SignUpAsync();
        var code = await CodeAsync();
        for (var guess = 0; guess < 10; guess++)
        {
            await user.Http.GetAsync("auth/device/BBBB-BBBB").ProblemAsync(HttpStatusCode.NotFound);
            if (guess < 9)
            {
                await user.Http.GetAsync($"auth/device/{UserCode(code)}").JsonAsync();
            }
        }

        await user.Http.GetAsync($"auth/device/{UserCode(code)}").ProblemAsync(HttpStatusCode.TooManyRequests);
        await DecideAsync(user, "approve", UserCode(code)).ProblemAsync(HttpStatusCode.TooManyRequests);
    }

    [TestCase("auth/device/code", """{"deviceName":""}""", "deviceName")]
    [TestCase("auth/device/code", """{"deviceType":"\u0007"}""", "deviceType")]
    [TestCase("auth/device/token", "{}", "deviceCode")]
    [TestCase("auth/device/approve", "{}", "userCode")]
    [TestCase("auth/device/deny", """{"userCode":""}""", "userCode")]
    public async Task BadField_IsNamed(string path, string body, string field)
    {
        using var user = await App.SignUpAsync();

        var problem = await user.Http.SendJsonAsync("POST", path, body).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty(field)[0].GetString(), Is.Not.Empty);
    }

    [TestCase("GET", "auth/device/BCDF-GHJK")]
    [TestCase("POST", "auth/device/approve")]
    [TestCase("POST", "auth/device/deny")]
    public async Task WithoutToken_Is401(string method, string path) =>
        await App.Anonymous.SendJsonAsync(method, path, """{"userCode":"BCDF-GHJK"}""").ProblemAsync(HttpStatusCode.Unauthorized);

    [Test]
    public async Task MadeUpDeviceCode_IsExpired() =>
        Assert.That(
            (await App.Anonymous.PostAsJsonAsync("auth/device/token", new { deviceCode = "made up" }).ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("reason").GetString(),
            Is.EqualTo("expiredToken"));
}
