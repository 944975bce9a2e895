using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;

namespace Netflix.Identity.Tests;

internal sealed class RateLimitTests
{
    private const string Address = "203.0.113.7";

    private static Task<NetflixApp> StartAsync(params (string Key, string Value)[] settings) =>
        NetflixApp.StartAsync([.. IdentityApp.Settings, ("Netflix:Region:TrustedProxies", "127.0.0.0/8"), .. settings]);

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    [Test]
    public async Task TooManyCallsOfAnAccount_AreToldWhenToComeBack()
    {
        await using var app = await StartAsync(("Netflix:RateLimits:AccountPerMinute", "10"));
        using var user = await app.SignUpAsync(); // and one call for the profiles
        using var other = await app.SignUpAsync();

        var answers = new List<HttpResponseMessage>();
        for (var call = 0; call < 10; call++)
        {
            answers.Add(await user.Http.GetAsync("account"));
        }

        Assert.That(answers[..9].Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(Header(answers[0], "RateLimit-Limit"), Is.EqualTo("10"));
        Assert.That(Header(answers[0], "RateLimit-Remaining"), Is.EqualTo("8"));
        await Task.FromResult(answers[9]).ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.That(Header(answers[9], "RateLimit-Remaining"), Is.EqualTo("0"));
        Assert.That(int.Parse(Header(answers[9], "Retry-After")!, CultureInfo.InvariantCulture), Is.InRange(1, 6));
        await other.Http.GetAsync("account").JsonAsync();
    }

    [Test]
    public async Task Replicas_ShareTheCount()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = await StartAsync(("ConnectionStrings:netflixdb", database.ConnectionString), ("Netflix:RateLimits:AccountPerMinute", "10"));
        var redis = one.Setting("ConnectionStrings:redis");
        await using var two = await StartAsync(
            ("ConnectionStrings:netflixdb", database.ConnectionString), ("ConnectionStrings:redis", redis), ("Netflix:RateLimits:AccountPerMinute", "10"));
        using var user = await one.SignUpAsync();
        using var there = two.WithToken(user.Auth.AccessToken);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(call => (call % 2 == 0 ? user.Http : there).GetAsync("account")));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.InRange(9, 10));
    }

    [Test]
    public async Task SignIn_IsStricterForAnAddressAndFreeOnLoopback()
    {
        await using var app = await StartAsync(("Netflix:RateLimits:SignInPerMinute", "3"));
        using var far = app.NewClient();
        far.DefaultRequestHeaders.Add("X-Forwarded-For", Address);
        Task<HttpResponseMessage> RefreshAsync(HttpClient http) => http.PostAsJsonAsync("auth/refresh", new { refreshToken = "made up" });
        for (var call = 0; call < 3; call++)
        {
            await RefreshAsync(far).ProblemAsync(HttpStatusCode.Unauthorized);
        }

        await RefreshAsync(far).ProblemAsync(HttpStatusCode.TooManyRequests);

        await RefreshAsync(app.Anonymous).ProblemAsync(HttpStatusCode.Unauthorized);
        using var user = await app.SignUpAsync();
        using var elsewhere = app.WithToken(user.Auth.AccessToken);
        elsewhere.DefaultRequestHeaders.Add("X-Forwarded-For", Address);
        await elsewhere.GetAsync("account").JsonAsync(); // the rest has a limit of its own
    }

    [Test]
    public async Task NeighboursInOneIpv6Network_ShareALimit()
    {
        await using var app = await StartAsync(("Netflix:RateLimits:AddressPerMinute", "2"));
        var statuses = new List<HttpStatusCode>();
        foreach (var address in new[] { "2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3", "2001:db8:1:3::1" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "account") { Headers = { { "X-Forwarded-For", address } } };
            statuses.Add((await app.Anonymous.SendAsync(request)).StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized }));
    }

    [Test]
    public async Task WithoutRedis_EverybodyPasses()
    {
        await using var app = await StartAsync(("ConnectionStrings:redis", "127.0.0.1:1"), ("Netflix:RateLimits:AccountPerMinute", "1"));
        using var user = await app.SignUpAsync();

        for (var call = 0; call < 5; call++)
        {
            await user.Http.GetAsync("account").JsonAsync();
        }
    }

    [Test]
    public async Task ForwardedAddressOfAStranger_IsNotBelieved()
    {
        await using var app = await NetflixApp.StartAsync([.. IdentityApp.Settings, ("Netflix:Region:TrustedProxies", "10.0.0.0/8"), ("Netflix:RateLimits:AddressPerMinute", "1")]);
        using var http = app.NewClient();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", Address);

        for (var call = 0; call < 3; call++)
        {
            await http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized); // loopback, free of the limit
        }
    }
}
