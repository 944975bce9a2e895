using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class SessionTests
{
    [Test]
    public async Task Refresh_GivesANewPairThatWorks()
    {
        using var user = await App.SignUpAsync();

        var pair = await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).JsonAsync();

        Assert.That(pair.GetProperty("refreshToken").GetString(), Is.Not.EqualTo(user.Auth.RefreshToken));
        using var http = App.WithToken(pair.GetProperty("accessToken").GetString()!);
        await http.GetAsync("account").JsonAsync();
        await App.Anonymous.RefreshAsync(pair.GetProperty("refreshToken").GetString()!).JsonAsync();
    }

    [Test]
    public async Task ReusedRefreshToken_EndsTheDevicesSessionAndNoOther()
    {
        using var user = await App.SignUpAsync();
        using var other = await App.SignInAsync(user.Email, Password);
        var pair = await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).JsonAsync();

        await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).ProblemAsync(HttpStatusCode.Unauthorized);

        await App.Anonymous.RefreshAsync(pair.GetProperty("refreshToken").GetString()!).ProblemAsync(HttpStatusCode.Unauthorized);
        using var http = App.WithToken(pair.GetProperty("accessToken").GetString()!);
        await http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await user.Http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await other.Http.GetAsync("account").JsonAsync();
        Assert.That(await App.EventsAsync("DeviceSignedOut", user.AccountId), Is.EqualTo(1));
    }

    [Test]
    public async Task ParallelRefreshes_OneWinsAndTheSessionEnds()
    {
        using var user = await App.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => App.Anonymous.RefreshAsync(user.Auth.RefreshToken)));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized), Is.EqualTo(7));
        Assert.That(await App.CountAsync("identity.devices where account_id = $1", user.AccountId), Is.Zero);
        Assert.That(await App.EventsAsync("DeviceSignedOut", user.AccountId), Is.EqualTo(1));
    }

    [Test]
    public async Task ExpiredRefreshToken_Is401()
    {
        using var user = await App.SignUpAsync();
        await App.SqlAsync("update identity.refresh_tokens set expires_at = now() from identity.devices d where d.device_id = refresh_tokens.device_id and account_id = $1", user.AccountId);

        await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task RefreshToken_IsStoredAsItsHashOnly()
    {
        using var user = await App.SignUpAsync();

        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(user.Auth.RefreshToken));

        Assert.That(await App.CountAsync("identity.refresh_tokens where hash = $1", hash), Is.EqualTo(1));
    }

    [TestCase("""{"refreshToken":"made up"}""", HttpStatusCode.Unauthorized)]
    [TestCase("""{"refreshToken":"\u0000"}""", HttpStatusCode.Unauthorized)]
    [TestCase("""{"refreshToken":""}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"refreshToken":7}""", HttpStatusCode.BadRequest)]
    [TestCase("{}", HttpStatusCode.BadRequest)]
    [TestCase("null", HttpStatusCode.BadRequest)]
    public async Task BadRefresh_IsRefused(string body, HttpStatusCode status) =>
        await App.Anonymous.SendJsonAsync("POST", "auth/refresh", body).ProblemAsync(status);

    [Test]
    public async Task Logout_EndsBothTokensAtOnce()
    {
        using var user = await App.SignUpAsync();

        await (await user.Http.PostAsync("auth/logout", null)).ExpectAsync(HttpStatusCode.NoContent);

        await user.Http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.That(await App.EventsAsync("DeviceSignedOut", user.AccountId), Is.EqualTo(1));
    }

    [Test]
    public async Task ParallelSignOuts_SignOutOnce()
    {
        using var user = await App.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => user.Http.PostAsync("auth/logout", null)));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.AnyOf(HttpStatusCode.NoContent, HttpStatusCode.Unauthorized));
        Assert.That(await App.EventsAsync("DeviceSignedOut", user.AccountId), Is.EqualTo(1));
    }

    [Test]
    public async Task SignedOutDevice_EndsAndOthersStay()
    {
        using var user = await App.SignUpAsync();
        using var other = await App.SignInAsync(user.Email, Password);
        var devices = (await user.Http.GetAsync("devices").JsonAsync()).GetProperty("items").EnumerateArray();
        var otherDevice = devices.Single(device => !device.GetProperty("current").GetBoolean()).GetProperty("deviceId").GetGuid();

        await (await user.Http.DeleteAsync($"devices/{otherDevice}")).ExpectAsync(HttpStatusCode.NoContent);

        await other.Http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await user.Http.GetAsync("account").JsonAsync();
        await user.Http.DeleteAsync($"devices/{otherDevice}").ProblemAsync(HttpStatusCode.NotFound);
    }

    [TestCase("devices", HttpStatusCode.OK)]
    [TestCase("devices?includeCurrent=true", HttpStatusCode.Unauthorized)]
    public async Task AllDevices_AreSignedOutAtOnce(string path, HttpStatusCode here)
    {
        using var user = await App.SignUpAsync();
        using var other = await App.SignInAsync(user.Email, Password);
        using var third = await App.SignInAsync(user.Email, Password);
        using var stranger = await App.SignUpAsync();

        await (await user.Http.DeleteAsync(path)).ExpectAsync(HttpStatusCode.NoContent);

        await other.Http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await App.Anonymous.RefreshAsync(third.Auth.RefreshToken).ProblemAsync(HttpStatusCode.Unauthorized);
        await (await user.Http.GetAsync("account")).ExpectAsync(here);
        await stranger.Http.GetAsync("account").JsonAsync();
    }

    [Test]
    public async Task AnotherAccountsDevice_Is404()
    {
        using var user = await App.SignUpAsync();
        using var stranger = await App.SignUpAsync();
        var device = (await user.Http.GetAsync("devices").JsonAsync()).GetProperty("items")[0].GetProperty("deviceId").GetGuid();

        await stranger.Http.DeleteAsync($"devices/{device}").ProblemAsync(HttpStatusCode.NotFound);

        await user.Http.GetAsync("account").JsonAsync();
    }

    [TestCase("GET", "account")]
    [TestCase("PATCH", "account")]
    [TestCase("DELETE", "account")]
    [TestCase("GET", "devices")]
    [TestCase("DELETE", "devices")]
    [TestCase("GET", "account/export")]
    [TestCase("DELETE", "devices/0199d5a0-0000-7000-8000-000000000000")]
    [TestCase("GET", "profiles")]
    [TestCase("POST", "profiles")]
    [TestCase("PATCH", "profiles/0199d5a0-0000-7000-8000-000000000000")]
    [TestCase("DELETE", "profiles/0199d5a0-0000-7000-8000-000000000000")]
    [TestCase("POST", "profiles/0199d5a0-0000-7000-8000-000000000000/unlock")]
    [TestCase("POST", "auth/logout")]
    [TestCase("POST", "auth/password/change")]
    public async Task NoOrForeignToken_Is401(string method, string path)
    {
        await App.Anonymous.SendJsonAsync(method, path, "{}").ProblemAsync(HttpStatusCode.Unauthorized);

        using var foreign = App.WithToken("CfDJ8" + new string('A', 200));
        await foreign.SendJsonAsync(method, path, "{}").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task ChangedAndExpiredTokens_Are401()
    {
        using var user = await App.SignUpAsync();
        var token = user.Auth.AccessToken;
        var middle = token.Length / 2;
        var options = App.Services.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(BearerTokenDefaults.AuthenticationScheme);
        var ticket = options.BearerTokenProtector.Unprotect(token)!;
        ticket.Properties.ExpiresUtc = DateTimeOffset.UtcNow.AddSeconds(-1);

        using var changed = App.WithToken(token[..middle] + (token[middle] == 'A' ? 'B' : 'A') + token[(middle + 1)..]);
        using var expired = App.WithToken(options.BearerTokenProtector.Protect(ticket));

        await changed.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await expired.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.That(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier), Is.EqualTo(user.AccountId.ToString()));
    }

    [Test]
    public async Task ViewerAtAdminRoute_Is403AndAdminIsNot()
    {
        using var viewer = await App.SignUpAsync();
        using var admin = await App.SignInAdminAsync();

        await viewer.Http.GetAsync("admin/content").ProblemAsync(HttpStatusCode.Forbidden);
        await admin.Http.GetAsync("admin/content").JsonAsync();
    }
}
