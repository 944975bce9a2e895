using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class PasswordResetTests
{
    private const string NewPassword = "another good one";

    private static async Task<string> AskAsync(string email)
    {
        await (await App.Anonymous.PostAsJsonAsync("auth/password/forgot", new { email })).ExpectAsync(HttpStatusCode.Accepted);
        return await App.ResetTokenAsync(email);
    }

    private static Task<HttpResponseMessage> ResetAsync(string? token, string? newPassword = NewPassword) =>
        App.Anonymous.PostAsJsonAsync("auth/password/reset", new { token, newPassword });

    private static async Task<string?> ErrorAsync(Task<HttpResponseMessage> request, string field) =>
        (await request.ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").GetProperty(field)[0].GetString();

    [Test]
    public async Task MailedToken_SetsThePasswordAndSignsEveryDeviceOut()
    {
        using var user = await App.SignUpAsync();
        using var other = await App.SignInAsync(user.Email, Password);

        await (await ResetAsync(await AskAsync(user.Email))).ExpectAsync(HttpStatusCode.NoContent);

        await user.Http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await other.Http.GetAsync("account").ProblemAsync(HttpStatusCode.Unauthorized);
        await App.Anonymous.RefreshAsync(user.Auth.RefreshToken).ProblemAsync(HttpStatusCode.Unauthorized);
        await App.Anonymous.LoginAsync(user.Email, Password).ProblemAsync(HttpStatusCode.Unauthorized);
        await App.Anonymous.LoginAsync(user.Email, NewPassword).JsonAsync();
        Assert.That(await App.EventsAsync("DeviceSignedOut", user.AccountId), Is.EqualTo(2));
        await Expect.EventuallyAsync(() => Task.FromResult(TestMail.Read(App, user.Email)), mails => mails.Any(mail => mail.Contains("Your password was changed")));
    }

    [Test]
    public async Task Token_WorksOnceAlsoWhenUsedInParallel()
    {
        using var user = await App.SignUpAsync();
        var token = await AskAsync(user.Email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ResetAsync(token)));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest), Is.EqualTo(5));
        Assert.That(await ErrorAsync(ResetAsync(token), "token"), Is.Not.Empty);
    }

    [Test]
    public async Task UsedToken_TakesTheAccountsOthersWithIt()
    {
        using var user = await App.SignUpAsync();
        var first = await AskAsync(user.Email);
        await (await App.Anonymous.PostAsJsonAsync("auth/password/forgot", new { email = user.Email.ToUpperInvariant() })).ExpectAsync(HttpStatusCode.Accepted);
        await Expect.EventuallyAsync(() => App.CountAsync("identity.password_resets where account_id = $1", user.AccountId), count => count == 2);

        await (await ResetAsync(first)).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That(await App.CountAsync("identity.password_resets where account_id = $1", user.AccountId), Is.Zero);
    }

    [Test]
    public async Task ExpiredToken_Is400()
    {
        using var user = await App.SignUpAsync();
        var token = await AskAsync(user.Email);
        await App.SqlAsync("update identity.password_resets set expires_at = now() where account_id = $1", user.AccountId);

        Assert.That(await ErrorAsync(ResetAsync(token), "token"), Is.Not.Empty);
        await App.Anonymous.LoginAsync(user.Email, Password).JsonAsync();
    }

    [Test]
    public async Task PasswordThatIsTheEmail_IsRefusedAndTheTokenStaysGood()
    {
        using var user = await App.SignUpAsync();
        var token = await AskAsync(user.Email);

        Assert.That(await ErrorAsync(ResetAsync(token, user.Email), "newPassword"), Is.Not.Empty);

        await (await ResetAsync(token)).ExpectAsync(HttpStatusCode.NoContent);
    }

    [TestCase("made up", NewPassword, "token")]
    [TestCase("", NewPassword, "token")]
    [TestCase(null, NewPassword, "token")]
    [TestCase("made up", "short", "newPassword")]
    [TestCase("made up", null, "newPassword")]
    public async Task BadReset_NamesTheField(string? token, string? newPassword, string field) =>
        Assert.That(await ErrorAsync(ResetAsync(token, newPassword), field), Is.Not.Empty);

    [TestCase("""{"email":"nobody"}""")]
    [TestCase("""{"email":7}""")]
    [TestCase("{}")]
    public async Task BadForgot_NamesTheField(string body) =>
        Assert.That((await App.Anonymous.SendJsonAsync("POST", "auth/password/forgot", body).ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("email", out _));

    [Test]
    public async Task UnknownEmail_GetsTheSameAnswerAndNoMail()
    {
        using var user = await App.SignUpAsync();
        var unknown = IdentityCalls.NewEmail();

        var known = await (await App.Anonymous.PostAsJsonAsync("auth/password/forgot", new { email = user.Email })).ExpectAsync(HttpStatusCode.Accepted);
        var other = await (await App.Anonymous.PostAsJsonAsync("auth/password/forgot", new { email = unknown })).ExpectAsync(HttpStatusCode.Accepted);

        Assert.That(await other.Content.ReadAsStringAsync(), Is.EqualTo(await known.Content.ReadAsStringAsync()));
        await Expect.EventuallyAsync(() => App.CountAsync("identity.outbox where body->>'email' in ($1, $2)", user.Email, unknown), count => count == 0);
        Assert.That(TestMail.Read(App, unknown), Is.Empty);
        Assert.That(TestMail.Read(App, user.Email), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ManyWishes_SendFewMails()
    {
        using var user = await App.SignUpAsync();

        for (var wish = 0; wish < 6; wish++)
        {
            await (await App.Anonymous.PostAsJsonAsync("auth/password/forgot", new { email = user.Email })).ExpectAsync(HttpStatusCode.Accepted);
        }

        Assert.That(await App.CountAsync("public.published where type = 'Netflix.Contracts.PasswordResetRequested' and body->>'email' = $1", user.Email), Is.EqualTo(3));
    }

    [Test]
    public async Task Token_IsStoredAsItsHashOnly()
    {
        using var user = await App.SignUpAsync();
        var token = await AskAsync(user.Email);

        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));

        Assert.That(await App.CountAsync("identity.password_resets where hash = $1", hash), Is.EqualTo(1));
        Assert.That(await App.CountAsync("public.published where body::text like '%' || $1 || '%'", token), Is.Zero);
    }

    [Test]
    public async Task FirstSignInOfADevice_IsToldByMailOnce()
    {
        using var user = await App.SignUpAsync();
        Task<HttpResponseMessage> SignInAsync(string deviceName) =>
            App.Anonymous.PostAsJsonAsync("auth/login", new { email = user.Email, password = Password, deviceName, deviceType = "web" });

        await SignInAsync("Anna's laptop").JsonAsync();
        await SignInAsync("Anna's laptop").JsonAsync();
        await SignInAsync("A stranger's").JsonAsync();

        await Expect.EventuallyAsync(() => Task.FromResult(TestMail.Read(App, user.Email)), mails => mails.Any(mail => mail.Contains("A stranger's")));
        Assert.That(TestMail.Read(App, user.Email).Count(mail => mail.Contains("Anna's laptop")), Is.EqualTo(1));
    }
}
