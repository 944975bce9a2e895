using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;

namespace Netflix.Identity.Tests;

/// <summary>Two web processes on one database, started at the same moment on an empty one.</summary>
internal sealed class ReplicaTests
{
    private static Task<NetflixApp> StartAsync(TestDatabase database, params (string Key, string Value)[] settings) =>
        NetflixApp.StartAsync([.. IdentityApp.Settings, ("ConnectionStrings:netflixdb", database.ConnectionString), .. settings]);

    [Test]
    public async Task Replicas_ShareKeysAccountsAndSignOuts()
    {
        await using var database = await TestDatabase.CreateAsync();
        var apps = await Task.WhenAll(StartAsync(database, ("Netflix:Identity:DemoPassword", "demo password")), StartAsync(database, ("Netflix:Identity:DemoPassword", "demo password")));
        await using var one = apps[0];
        await using var two = apps[1];

        using var user = await one.SignInAsync("demo@netflix.local", "demo password");
        using var there = two.WithToken(user.Auth.AccessToken);
        var profiles = await there.GetAsync("profiles").JsonAsync();
        await (await user.Http.PostAsync("auth/logout", null)).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That(profiles.GetProperty("items").EnumerateArray().Select(profile => profile.GetProperty("isKids").GetBoolean()), Is.EqualTo(new[] { false, true }));
        await Expect.EventuallyAsync(async () => (await there.GetAsync("account")).StatusCode, status => status == HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task Restart_KeepsTokensAndSignOuts()
    {
        await using var database = await TestDatabase.CreateAsync();
        string token, signedOut;
        await using (var first = await StartAsync(database))
        {
            using var admin = await first.SignInAdminAsync();
            using var leaving = await first.SignInAdminAsync();
            await (await leaving.Http.PostAsync("auth/logout", null)).ExpectAsync(HttpStatusCode.NoContent);
            (token, signedOut) = (admin.Auth.AccessToken, leaving.Auth.AccessToken);
        }

        await using var second = await StartAsync(database);

        using var kept = second.WithToken(token);
        using var gone = second.WithToken(signedOut);
        var account = await kept.GetAsync("account").JsonAsync();
        Assert.That(account.GetProperty("roles").EnumerateArray().Select(role => role.GetString()), Is.EquivalentTo(new[] { "admin", "studio" }));
        await gone.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task NewConfiguredPassword_IsTakenOverAndSignsOut()
    {
        await using var database = await TestDatabase.CreateAsync();
        string token;
        await using (var first = await StartAsync(database))
        {
            using var admin = await first.SignInAdminAsync();
            token = admin.Auth.AccessToken;
        }

        await using var second = await StartAsync(database, ("Netflix:Identity:AdminPassword", "a new password"));

        using var old = second.WithToken(token);
        await old.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await second.Anonymous.LoginAsync("admin@netflix.local", NetflixApp.AdminPassword).ProblemAsync(HttpStatusCode.Unauthorized);
        await second.Anonymous.LoginAsync("admin@netflix.local", "a new password").JsonAsync();
    }

    [Test]
    public async Task ShortPassword_StopsTheStart()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.That(async () => await StartAsync(database, ("Netflix:Identity:AdminPassword", "short")), Throws.Exception.With.Message.Contains("AdminPassword"));
    }

    [Test]
    public async Task ManySignUpsFromOneAddress_ArePaused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = await StartAsync(database, ("FORWARDEDHEADERS_ENABLED", "true"), ("Netflix:Identity:SignUpsPerAddress", "2"));
        using var http = app.NewClient();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        Task<HttpResponseMessage> SignUpAsync() => http.PostAsJsonAsync("auth/signup", new { email = IdentityCalls.NewEmail(), password = IdentityApp.Password, country = "SE" });
        await SignUpAsync().JsonAsync(HttpStatusCode.Created);
        await SignUpAsync().JsonAsync(HttpStatusCode.Created);

        await SignUpAsync().ProblemAsync(HttpStatusCode.TooManyRequests);
        using var user = await app.SignUpAsync(); // from loopback
    }
}
