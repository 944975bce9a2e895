using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class SignInTests
{
    [Test]
    public async Task RightPassword_GivesTokensProfilesAndDevice()
    {
        using var user = await App.SignUpAsync();

        var answer = await App.Anonymous.PostAsJsonAsync("auth/login", new { email = user.Email.ToUpperInvariant(), password = Password, deviceName = " Kitchen ", deviceType = "tv" }).JsonAsync();

        Assert.That(answer.GetProperty("userId").GetGuid(), Is.EqualTo(user.AccountId));
        Assert.That(answer.GetProperty("profiles")[0].GetProperty("profileId").GetGuid(), Is.EqualTo(user.ProfileId));
        using var http = App.WithToken(answer.GetProperty("accessToken").GetString()!);
        var devices = (await http.GetAsync("devices").JsonAsync()).GetProperty("items");
        Assert.That(devices.GetArrayLength(), Is.EqualTo(2));
        Assert.That(devices[0].GetProperty("name").GetString(), Is.EqualTo("Kitchen"));
        Assert.That(devices[0].GetProperty("type").GetString(), Is.EqualTo("tv"));
        Assert.That(devices[0].GetProperty("current").GetBoolean(), Is.True);
        Assert.That(devices[1].GetProperty("current").GetBoolean(), Is.False);
    }

    [Test]
    public async Task WrongPasswordAndUnknownEmail_LookAlike()
    {
        using var user = await App.SignUpAsync();

        var wrong = await App.Anonymous.LoginAsync(user.Email, "not my password").ProblemAsync(HttpStatusCode.Unauthorized);
        var unknown = await App.Anonymous.LoginAsync(IdentityCalls.NewEmail(), "not my password").ProblemAsync(HttpStatusCode.Unauthorized);

        Assert.That(unknown.GetProperty("detail").GetString(), Is.EqualTo(wrong.GetProperty("detail").GetString()));
    }

    [Test]
    public async Task RepeatedFailures_ArePausedAlikeForKnownAndUnknown()
    {
        using var user = await App.SignUpAsync();
        foreach (var email in new[] { user.Email, IdentityCalls.NewEmail() })
        {
            for (var failure = 0; failure < 10; failure++)
            {
                await App.Anonymous.LoginAsync(email, "not my password").ProblemAsync(HttpStatusCode.Unauthorized);
            }

            var paused = await App.Anonymous.LoginAsync(email, Password);

            await Task.FromResult(paused).ProblemAsync(HttpStatusCode.TooManyRequests);
            Assert.That(paused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(TimeSpan.FromMinutes(5)));
        }
    }

    [Test]
    public async Task ParallelGuesses_AreCountedToo()
    {
        using var user = await App.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => App.Anonymous.LoginAsync(user.Email, "not my password")));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized), Is.EqualTo(10));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests), Is.EqualTo(30));
    }

    [Test]
    public async Task RightPassword_ForgetsFailures()
    {
        using var user = await App.SignUpAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var failure = 0; failure < 9; failure++)
            {
                await App.Anonymous.LoginAsync(user.Email, "not my password").ProblemAsync(HttpStatusCode.Unauthorized);
            }

            await App.Anonymous.LoginAsync(user.Email, Password).JsonAsync();
        }
    }

    [Test]
    public async Task PauseOver_LetsInAgain()
    {
        using var user = await App.SignUpAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => App.Anonymous.LoginAsync(user.Email, "not my password")));
        await App.Anonymous.LoginAsync(user.Email, Password).ProblemAsync(HttpStatusCode.TooManyRequests);

        await App.SqlAsync("update identity.attempts set ends_at = now() where key = sha256(convert_to($1, 'UTF8'))", Attempts.SignIn(user.Email));

        await App.Anonymous.LoginAsync(user.Email, Password).JsonAsync();
    }

    [TestCase("""{"email":"x@example.org"}""", "password")]
    [TestCase("""{"password":"long enough"}""", "email")]
    [TestCase("""{"email":"x","password":"long enough"}""", "email")]
    [TestCase("""{"email":"x@example.org","password":"long enough","deviceName":""}""", "deviceName")]
    [TestCase("""{"email":"x@example.org","password":"long enough","deviceType":"t\u0000v"}""", "deviceType")]
    public async Task BadField_IsNamed(string body, string field)
    {
        var problem = await App.Anonymous.SendJsonAsync("POST", "auth/login", body).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty(field)[0].GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task HugePassword_IsRefusedBeforeHashing() =>
        await App.Anonymous.LoginAsync("x@example.org", new string('a', 1_000_000)).ProblemAsync(HttpStatusCode.BadRequest);
}
